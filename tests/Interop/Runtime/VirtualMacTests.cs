using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Runtime;

/// <summary>With a virtual MAC, neighbours see the same hardware address whoever is master.</summary>
public sealed class VirtualMacTests : IDisposable
{
    private static readonly string[] Settings = ["arp_ignore", "arp_announce", "arp_filter", "rp_filter"];
    private static readonly string[] Links = ["eth0", "all"];

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropTheory(Needs.Keepalived | Needs.Nginx)]
    [InlineData(AddressFamily.InterNetwork, "vrrp.7", "00:00:5e:00:01:07")]
    [InlineData(AddressFamily.InterNetworkV6, "vrrp6.7", "00:00:5e:00:02:07")]
    public async Task Neighbours_keep_their_entry_when_the_master_changes(AddressFamily family, string link, string hardwareAddress)
    {
        Pairing router = new()
        {
            Name = "router", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.1), Family = family, VirtualMac = true,
        };
        string[] settingsBefore = ReadSettings();
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(_segment.Theirs, router.Theirs(_segment, 100).ToString(), Cancelled);
        await _segment.Engine.StartAsync(router.Ours(_segment, 150), Cancelled);
        await _segment.Engine.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled);
        await keepalived.WaitForStateAsync(router.Name, "BACKUP", Cancelled);
        Assert.Contains(_segment.Ours.AddressLines(router.SecondAddress), line => line.Contains($": {link} ", StringComparison.Ordinal));
        await ReachAsync(_segment.Ours);

        await _segment.Engine.StopAsync(router.Name, Cancelled);
        await keepalived.WaitForStateAsync(router.Name, "MASTER", Cancelled);
        await ReachAsync(_segment.Theirs);

        Assert.DoesNotContain(link, _segment.Ours.Run("ip", "-o", "link", "show").Output, StringComparison.Ordinal);
        Assert.Equal(settingsBefore, ReadSettings());

        async Task ReachAsync(TestNode owner)
        {
            await _segment.Ownership.WaitForOwnerAsync(router.SecondAddress, owner, EngineNode.Patience, Cancelled);
            await Eventually.TrueAsync(
                () => Ping(router.SecondAddress) && Neighbour(router.SecondAddress).Contains(hardwareAddress, StringComparison.Ordinal),
                EngineNode.Patience,
                () => $"{router.SecondAddress} answers from {hardwareAddress}: {Neighbour(router.SecondAddress)}",
                Cancelled);
        }
    }

    /// <summary>A refused connection is an answer too: nobody listens there.</summary>
    private bool Ping(string address) => NamespaceThread.Run(_segment.Client.Namespace, () =>
    {
        using Socket socket = new(System.Net.IPAddress.Parse(address).AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Blocking = false;
        try
        {
            socket.Connect(System.Net.IPAddress.Parse(address), 9);
        }
        catch (SocketException)
        {
            // In progress.
        }

        return socket.Poll(TimeSpan.FromMilliseconds(500), SelectMode.SelectError);
    });

    private string Neighbour(string address) => _segment.Client.Run("ip", "neighbour", "show", address).Output;

    private string[] ReadSettings() =>
    [
        .. Settings.SelectMany(setting => Links.Select(
            link => $"{link} {setting} = {_segment.Ours.ReadSetting($"/proc/sys/net/ipv4/conf/{link}/{setting}")}")),
    ];
}
