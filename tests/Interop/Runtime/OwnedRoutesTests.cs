using System.Net;
using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Runtime;

/// <summary>Routes and rules go where the mastership goes, and a node that is not master has none of them, whatever became of it.</summary>
public sealed class OwnedRoutesTests : IDisposable
{
    private const string Remote = "10.9.0.1";
    private const string RemoteIPv6 = "fd09::1";

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropTheory]
    [InlineData(AddressFamily.InterNetwork)]
    [InlineData(AddressFamily.InterNetworkV6)]
    public async Task The_kernel_of_the_master_follows_them_and_no_other(AddressFamily family)
    {
        Pairing router = new() { Name = "router", Id = 9, Version = VrrpVersion.V3, Family = family, Interval = TimeSpan.FromSeconds(0.1) };
        EngineNode other = new(_segment.Theirs);
        await _segment.Engine.StartAsync(WithRoutes(router, 150), Cancelled);
        await _segment.Engine.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled);
        await other.StartAsync(WithRoutes(router, 100), Cancelled);
        await other.WaitForStateAsync(router.Name, VrrpState.Backup, Cancelled);
        await OnlyOnAsync(router, _segment.Ours, _segment.Theirs);

        // In good order, and back by preemption.
        await _segment.Engine.StopAsync(router.Name, Cancelled);
        await other.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled);
        await OnlyOnAsync(router, _segment.Theirs, _segment.Ours);
        await _segment.Engine.StartAsync(WithRoutes(router, 150), Cancelled);
        await other.WaitForStateAsync(router.Name, VrrpState.Backup, Cancelled);
        await OnlyOnAsync(router, _segment.Ours, _segment.Theirs);

        // A fault.
        _segment.Network.Cut(_segment.Ours);
        await other.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled);
        await OnlyOnAsync(router, _segment.Theirs, _segment.Ours);
        _segment.Network.Restore(_segment.Ours);
        await other.WaitForStateAsync(router.Name, VrrpState.Backup, Cancelled);
        await OnlyOnAsync(router, _segment.Ours, _segment.Theirs);

        // A killed run leaves everything behind, and the next one, which is not master, clears it away.
        await _segment.Engine.AbandonAsync(router.Name, Cancelled);
        await other.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled);
        Assert.True(Follows(router, _segment.Ours));
        await _segment.Engine.StartAsync(WithRoutes(router, 50), Cancelled);
        await OnlyOnAsync(router, _segment.Theirs, _segment.Ours);
    }

    private VrrpInstanceOptions WithRoutes(Pairing router, byte priority)
    {
        bool isIPv4 = router.Family == AddressFamily.InterNetwork;
        IPAddress gateway = IPAddress.Parse(isIPv4 ? "10.77.0.9" : "fd77::9");
        IPAddress address = IPAddress.Parse(router.SecondAddress);
        return router.Ours(_segment, priority) with
        {
            VirtualRoutes =
            [
                // To the network behind the gateway, and a table of its own for what comes from the virtual address.
                new VirtualRoute { Destination = IPAddress.Parse(isIPv4 ? "10.9.0.0" : "fd09::"), PrefixLength = (byte)(isIPv4 ? 16 : 32), Gateway = gateway, Interface = "eth0" },
                new VirtualRoute { Destination = isIPv4 ? IPAddress.Any : IPAddress.IPv6Any, PrefixLength = 0, Gateway = gateway, Interface = "eth0", Table = 99 },
            ],
            VirtualRules = [new VirtualRule { Family = router.Family, From = address, FromPrefixLength = (byte)(isIPv4 ? 32 : 128), Table = 99, Preference = 100 }],
        };
    }

    private static Task OnlyOnAsync(Pairing router, TestNode master, TestNode other) => Eventually.TrueAsync(
        () => Follows(router, master) && IsClean(router, other),
        EngineNode.Patience,
        () => $"routes and rules are on {master.Name} only; it has\n{Describe(router, master)}\nand {other.Name} has\n{Describe(router, other)}",
        Cancelled);

    /// <summary>What the kernel says it would do: by the route, and by the rule and its table.</summary>
    private static bool Follows(Pairing router, TestNode node)
    {
        string[] lines = Describe(router, node).Split('\n');
        (string remote, string gateway) = router.Family == AddressFamily.InterNetwork ? (Remote, "10.77.0.9") : (RemoteIPv6, "fd77::9");
        return lines.Any(line => line.Contains($"via {gateway}", StringComparison.Ordinal) && line.Contains("table 99", StringComparison.Ordinal))
            && lines.Any(line => line.Contains($"from {router.SecondAddress} lookup 99", StringComparison.Ordinal))
            && node.Run("ip", Family(router), "route", "get", remote).Output.Contains($"via {gateway}", StringComparison.Ordinal)
            && node.Run("ip", Family(router), "route", "get", remote, "from", router.SecondAddress).Output.Contains("table 99", StringComparison.Ordinal);
    }

    private static bool IsClean(Pairing router, TestNode node) => Describe(router, node).Length == 0;

    private static string Describe(Pairing router, TestNode node) => string.Join('\n', (string[])
    [
        .. node.Run("ip", Family(router), "route", "show", "table", "all", "proto", "112").Lines,
        .. node.Run("ip", Family(router), "rule", "show").Lines.Where(static line => line.Contains("lookup 99", StringComparison.Ordinal)),
    ]);

    private static string Family(Pairing router) => router.Family == AddressFamily.InterNetwork ? "-4" : "-6";
}
