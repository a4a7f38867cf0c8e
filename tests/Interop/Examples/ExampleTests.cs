using System.Globalization;
using System.Text.RegularExpressions;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Examples;

/// <summary>Every example runs as it stands, says what it promises, and leaves nothing behind, however it ends.</summary>
public sealed partial class ExampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> OtherExamples =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "examples"), "*.ps1")
            .Select(path => Path.GetFileName(path))
            .Where(name => name != "1-failover-lab.ps1")
            .Order(StringComparer.Ordinal)];

    [InteropTheory(Needs.Nginx | Needs.Keepalived)]
    [InlineData("")]
    [InlineData("-WithoutNginx")]
    [InlineData("-PeerKeepalived")]
    public async Task The_lab_tells_what_the_client_noticed_at_each_event(string option)
    {
        string output = await RunAsync("1-failover-lab.ps1", option);

        Match[] rows = [.. TableRow().Matches(output).Cast<Match>()];
        Assert.Equal(
            [
                "Graceful stop of a b", "Return of a a", "Hard loss of a b", "Return of a, 10.99.0.100 a", "Return of a, 10.99.0.101 b",
                "Loss of a, 10.99.0.100 b", "Loss of a, 10.99.0.101 b",
            ],
            rows.Select(row => $"{row.Groups["event"].Value} {row.Groups["serves"].Value}"));
        Assert.True(Milliseconds(rows[2]) > 150, "a hard loss takes about three intervals");
        Assert.True(Failed(rows[2]) > 0, "requests fail in a hard loss");
        Assert.Equal(rows.Length, TimelineRow().Count(output));
        Assert.Contains(option == "-WithoutNginx" ? "a built-in HTTP responder" : "run nginx", output, StringComparison.Ordinal);
        Assert.Equal(option == "-PeerKeepalived", output.Contains("keepalived on node b is master of 10.99.0.100", StringComparison.Ordinal));
    }

    [InteropTheory(Needs.Nginx)]
    [MemberData(nameof(OtherExamples))]
    public Task Every_other_example_runs_to_its_end(string example) => RunAsync(example);

    [InteropTheory]
    [InlineData(Native.SignalInterrupt)]
    [InlineData(Native.SignalTerminate)]
    public async Task A_lab_that_is_stopped_in_the_middle_cleans_up(int signal)
    {
        using BackgroundProcess shell = Start("1-failover-lab.ps1");
        await shell.WaitForLineAsync("== 2. Return", Patience, Cancelled);
        Assert.NotEmpty(Leftovers(shell.Id));

        shell.Signal(signal);
        Assert.True(shell.WaitForExit(Patience), shell.Log);
        Assert.NotEqual(0, shell.ExitCode);
        Assert.Empty(Leftovers(shell.Id));
    }

    [InteropFact]
    public async Task What_a_killed_lab_left_the_next_one_removes()
    {
        using BackgroundProcess killed = Start("1-failover-lab.ps1");
        await killed.WaitForLineAsync("== Master and backup", Patience, Cancelled);
        killed.Signal(Native.SignalKill);
        Assert.True(killed.WaitForExit(Patience));
        Assert.NotEmpty(Leftovers(killed.Id));

        await RunAsync("3-dual-master.ps1");
        Assert.Empty(Leftovers(killed.Id));
    }

    private static async Task<string> RunAsync(string example, params IEnumerable<string> options)
    {
        using BackgroundProcess shell = Start(example, options);
        await Eventually.TrueAsync(() => shell.HasExited, Patience, () => $"{example} ends:\n{shell.Log}", Cancelled);
        Assert.True(shell.WaitForExit(Patience));
        Assert.True(shell.ExitCode == 0, $"{example} ended with {shell.ExitCode}:\n{shell.Log}");
        Assert.Empty(Leftovers(shell.Id));
        return shell.Log;
    }

    private static BackgroundProcess Start(string example, params IEnumerable<string> options) => new(
        Repository.Shell,
        ["-File", Path.Combine(Repository.Root, "examples", example), .. options.Where(option => option.Length > 0)],
        new Dictionary<string, string> { ["NO_COLOR"] = "1" });

    /// <summary>Namespaces and folders of a run.</summary>
    private static IReadOnlyList<string> Leftovers(int processId) =>
    [
        .. Directory.GetFiles("/run/netns", $"nha-{processId.ToString(CultureInfo.InvariantCulture)}-*"),
        .. Directory.GetDirectories(Path.GetTempPath(), $"nha-lab-{processId.ToString(CultureInfo.InvariantCulture)}-*"),
    ];

    private static double Milliseconds(Match row) => double.Parse(row.Groups["gap"].Value, CultureInfo.InvariantCulture);

    private static int Failed(Match row) => int.Parse(row.Groups["failed"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<event>\S.*?) +(?<serves>[ab]) +(?<gap>\d+) ms +(?<failed>\d+)\s*$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"^\S.* [ab.]{10}\|[ab.]{40}\s*$", RegexOptions.Multiline)]
    private static partial Regex TimelineRow();
}
