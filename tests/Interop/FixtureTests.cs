using System.Diagnostics;
using System.Net;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop;

/// <summary>The fixtures see and do what they claim; otherwise every other test here would say nothing.</summary>
public sealed class FixtureTests : IDisposable
{
    private const string Address = "10.77.0.100";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>An answer that was not lost would be there.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(300);

    private readonly TestNetwork _network = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _network.Dispose();

    [InteropFact(Needs.Nftables)]
    public void Loss_is_one_way_and_ends_when_healed()
    {
        TestNode left = _network.AddNode("left", "10.77.0.1/24");
        TestNode right = _network.AddNode("right", "10.77.0.2/24");
        Assert.True(Reaches(left, "10.77.0.2", Patience));

        _network.Lose(new Loss(left, right));
        Assert.False(Reaches(left, "10.77.0.2", LongEnough));
        Assert.False(Reaches(right, "10.77.0.1", LongEnough));

        _network.Heal();
        Assert.True(Reaches(right, "10.77.0.1", Patience));
    }

    [InteropFact]
    public async Task A_cut_cable_takes_the_carrier_and_nothing_else()
    {
        TestNode node = _network.AddNode("node", "10.77.0.1/24");
        Assert.True(HasCarrier(node));

        _network.Cut(node);
        await Eventually.TrueAsync(() => !HasCarrier(node), Patience, () => "no carrier", Cancelled);
        Assert.True(node.Owns("10.77.0.1"));

        _network.Restore(node);
        await Eventually.TrueAsync(() => HasCarrier(node), Patience, () => "carrier", Cancelled);
    }

    [InteropFact]
    public async Task Ownership_knows_how_long_two_nodes_or_none_had_an_address()
    {
        TestNode left = _network.AddNode("left", "10.77.0.1/24");
        TestNode right = _network.AddNode("right", "10.77.0.2/24");
        left.Ip($"address add {Address}/24 dev eth0");
        using OwnershipMonitor ownership = new(left, right);
        await ownership.WaitForOwnerAsync(Address, left, Patience, Cancelled);
        long began = Stopwatch.GetTimestamp();

        right.Ip($"address add {Address}/24 dev eth0");
        await Eventually.TrueAsync(() => ownership.Owners(Address).Count == 2, Patience, () => "two owners", Cancelled);
        await Task.Delay(50, Cancelled);
        left.Ip($"address delete {Address}/24 dev eth0");
        await ownership.WaitForOwnerAsync(Address, right, Patience, Cancelled);
        Assert.Equal(TimeSpan.Zero, ownership.LongestAbsence(Address, began));
        Assert.InRange(ownership.LongestOverlap(Address, began).TotalMilliseconds, 50, 5000);

        long removed = Stopwatch.GetTimestamp();
        right.Ip($"address delete {Address}/24 dev eth0");
        await Eventually.TrueAsync(() => ownership.Owners(Address).Count == 0, Patience, () => "no owner", Cancelled);
        await Task.Delay(50, Cancelled);
        Assert.Equal(TimeSpan.Zero, ownership.LongestOverlap(Address, removed));
        Assert.InRange(ownership.LongestAbsence(Address, removed).TotalMilliseconds, 50, 5000);
    }

    [InteropFact(Needs.Keepalived | Needs.Nginx | Needs.Tcpdump)]
    public async Task A_pair_of_keepalived_fails_over_before_the_eyes_of_all_fixtures()
    {
        TestNode first = _network.AddNode("first", "10.77.0.1/24");
        TestNode second = _network.AddNode("second", "10.77.0.2/24");
        TestNode client = _network.AddNode("client", "10.77.0.9/24");
        using OwnershipMonitor ownership = new(first, second);
        PacketCapture capture = await PacketCapture.StartAsync(client, "ip proto 112", Cancelled);
        await NginxProcess.StartAsync(first, Cancelled);
        await NginxProcess.StartAsync(second, Cancelled);
        KeepalivedConfig config = new() { Version = 3, Interval = 0.1, VirtualAddresses = [$"{Address}/24"] };
        KeepalivedProcess high = await KeepalivedProcess.StartAsync(first, (config with { Priority = 150 }).ToString(), Cancelled);
        KeepalivedProcess low = await KeepalivedProcess.StartAsync(second, config.ToString(), Cancelled);
        await high.WaitForStateAsync("K", "MASTER", Cancelled);
        await low.WaitForStateAsync("K", "BACKUP", Cancelled);
        await ownership.WaitForOwnerAsync(Address, first, Patience, Cancelled);

        HttpGapProbe probe = new(client, Address, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(500));
        await probe.WaitForServerAsync(first, Patience, Cancelled);
        _network.Isolate(first);
        await low.WaitForStateAsync("K", "MASTER", Cancelled);
        await probe.WaitForServerAsync(second, Patience, Cancelled);
        probe.Stop();
        high.Kill();

        Assert.InRange(probe.LongestGap().TotalMilliseconds, 100, 3000);
        Assert.Contains(probe.Requests, request => !request.IsGood);
        Assert.Equal(["first", "second"], ownership.Owners(Address));
        KeepalivedInstance instance = (await low.ReadInstancesAsync(Cancelled))["K"];
        Assert.True(instance.IsMaster);
        Assert.True(instance.Received > 0);
        Assert.Equal(0, instance.Refused);

        low.Stop();
        Assert.Equal(["first"], ownership.Owners(Address));
        CapturedFrame last = capture.ReadFrames()[^1];
        Assert.Equal(IPAddress.Parse("10.77.0.2"), last.Source);
        Assert.Equal(255, last.TimeToLive);
        Assert.Equal(0, last.Payload[2]);
        Assert.Contains("vrid 51, prio 150", capture.Describe(), StringComparison.Ordinal);
    }

    private static bool Reaches(TestNode from, string address, TimeSpan patience) => NamespaceThread.Run(from.Namespace, () =>
    {
        using System.Net.Sockets.Socket socket = new(
            System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        socket.Blocking = false;
        try
        {
            socket.Connect(IPAddress.Parse(address), 9);
        }
        catch (System.Net.Sockets.SocketException)
        {
            // In progress.
        }

        // Nobody listens there, so a node that is reached answers with a reset.
        return socket.Poll(patience, System.Net.Sockets.SelectMode.SelectError);
    });

    private static bool HasCarrier(TestNode node) =>
        node.Run("ip", "-o", "link", "show", "eth0").Output.Contains("LOWER_UP", StringComparison.Ordinal);
}
