using System.Text.RegularExpressions;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Keepalived;

/// <summary>Two nodes with the interfaces that configurations speak of, on which keepalived says what it thinks of a text.</summary>
public sealed partial class KeepalivedJudge : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestNetwork _network = new();
    private readonly ScratchFolder _folder = new();
    private readonly Lazy<TestNode> _left;
    private readonly Lazy<TestNode> _right;
    private int _count;

    public KeepalivedJudge()
    {
        _left = new Lazy<TestNode>(() => AddNode("left"));
        _right = new Lazy<TestNode>(() => AddNode("right"));
    }

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    /// <summary>What <c>keepalived -t</c> says: exit code and output; (0, "") is acceptance without a word.</summary>
    public (int ExitCode, string Output) Test(string text)
    {
        // The check of a script of another user ends keepalived 2.2.7 with its own SIGTERM when it only tests.
        string path = _folder.Write($"test{Interlocked.Increment(ref _count)}.conf", OtherUser().Replace(text, "$1 root"));
        CommandResult result = Command.TryRun(null, "ip", ["netns", "exec", _left.Value.Namespace, Machine.PathOf("keepalived"), "-t", "-f", path]);
        return (result.ExitCode, (result.Output + result.Error).Trim());
    }

    /// <summary>What two running keepalived say that they understood of two texts, started side by side.</summary>
    public async Task<(string Left, string Right)> UnderstandAsync(string left, string right, CancellationToken cancellationToken)
    {
        Task<string> first = UnderstandAsync(_left.Value, left, cancellationToken);
        Task<string> second = UnderstandAsync(_right.Value, right, cancellationToken);
        return (await first, await second);
    }

    private static async Task<string> UnderstandAsync(TestNode node, string text, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        using BackgroundProcess keepalived = node.Start(
            "keepalived",
            [
                "--dont-fork", "--log-console", "--log-detail", "--no-syslog", "--vrrp", "--dont-respawn", "--dump-conf",
                "--use-file", folder.Write("keepalived.conf", text), "--pid", folder["parent.pid"], "--vrrp_pid", folder["vrrp.pid"],
            ],
            new Dictionary<string, string> { ["TMPDIR"] = folder.Path });
        await keepalived.WaitForLineAsync("< Interfaces >", Patience, cancellationToken);
        await keepalived.WaitForLineAsync("Startup complete", Patience, cancellationToken);
        keepalived.Signal(Native.SignalTerminate);
        Assert.True(keepalived.WaitForExit(Patience), keepalived.Log);
        return Configuration(keepalived.Lines.Select(line => line.Text));
    }

    /// <summary>The part of the log that tells the configuration, without what depends on time and machine.</summary>
    private static string Configuration(IEnumerable<string> log)
    {
        List<string> lines = [.. log
            .Select(line => Time().Replace(line, string.Empty))
            .SkipWhile(line => !Section().IsMatch(line))
            .TakeWhile(line => !line.Contains("< Interfaces >", StringComparison.Ordinal))
            .Where(line => !Transient().IsMatch(line))];

        // Messages of the other process come in between; the lines of the configuration are indented or headings.
        return string.Join('\n', lines.Where(line => line.StartsWith(' ') || line.StartsWith("---", StringComparison.Ordinal)));
    }

    private TestNode AddNode(string name)
    {
        TestNode node = _network.AddNode(name, name == "left" ? "192.0.2.101/24" : "192.0.2.102/24", "2001:db8::101/64");
        foreach (string link in (string[])["eth1", "eth2", "eth3", "eth0.1", "eth0.7"])
        {
            string peer = $"p{link}";
            node.Ip($"link add {link} type veth peer name {peer}", $"link set {link} up", $"link set {peer} up");
        }

        // The source address is in the dump; both nodes have to say the same, and neither has a say in the other's network.
        node.Ip("address flush dev eth0", "address add 192.0.2.101/24 dev eth0", "address add 2001:db8::101/64 dev eth0 nodad");
        return node;
    }

    [GeneratedRegex(@"(""|\buser) daemon( daemon)?(?=$|\n)", RegexOptions.Multiline)]
    private static partial Regex OtherUser();

    [GeneratedRegex(@"^\w{3} \w{3} +\d+ [\d:]+ \d{4}: ")]
    private static partial Regex Time();

    [GeneratedRegex("-< (Static|VRRP Topology)")]
    private static partial Regex Section();

    // Results and states, the index of an interface, and the weights of definitions: those count where they are used.
    [GeneratedRegex(@"^ +(Status = |Result = |State = |Weight[: ]|.*ifindex|.*fe80::(?!1|6)|.*Next gratuitous)|^   (Last status|Current processes)")]
    private static partial Regex Transient();
}
