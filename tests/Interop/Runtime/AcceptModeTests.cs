using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Runtime;

/// <summary>A master without accept mode, seen by a client: it is found at the link layer and takes no packet.</summary>
public sealed class AcceptModeTests : IDisposable
{
    private const int Port = 8080;

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropTheory(Needs.Nftables)]
    [InlineData(AddressFamily.InterNetwork, false)]
    [InlineData(AddressFamily.InterNetworkV6, false)]
    [InlineData(AddressFamily.InterNetwork, true)]
    public async Task A_master_without_accept_mode_is_found_but_takes_nothing_until_it_is_told_to(AddressFamily family, bool virtualMac)
    {
        Pairing router = new()
        {
            Name = "router", Id = 9, Version = VrrpVersion.V3, Family = family, Interval = TimeSpan.FromSeconds(0.2), VirtualMac = virtualMac,
        };
        VrrpInstanceOptions options = router.Ours(_segment, 150) with { AcceptMode = false, NetworkNamespace = _segment.Ours.Namespace };
        using Socket listener = Listen(family);
        await _segment.Engine.StartAsync(options, Cancelled);
        await _segment.Engine.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled);
        string own = _segment.OursAddress(family);

        // The second address, as a client needs no scope for it: the first one of IPv6 is link-local.
        await Eventually.TrueAsync(() => Answers(own) && Connects(family, own), EngineNode.Patience, () => "the node's own address works", Cancelled);
        foreach (string address in new[] { router.Address, router.SecondAddress })
        {
            Assert.True(_segment.Ours.Owns(address));
            Assert.False(Answers(address));
        }

        Assert.False(Connects(family, router.SecondAddress));
        Assert.Contains("lladdr", Neighbour(router.SecondAddress), StringComparison.Ordinal);
        Assert.Contains("table", Ruleset(), StringComparison.Ordinal);

        await _segment.Engine.Engine.UpdateAsync(options with { AcceptMode = true }, Cancelled);
        Assert.True(Answers(router.Address));
        Assert.True(Answers(router.SecondAddress));
        Assert.True(Connects(family, router.SecondAddress));
        Assert.Empty(Ruleset());

        await _segment.Engine.Engine.UpdateAsync(options, Cancelled);
        Assert.False(Answers(router.SecondAddress));
        await _segment.Engine.StopAsync(router.Name, Cancelled);
        Assert.False(_segment.Ours.Owns(router.SecondAddress));
        Assert.Empty(Ruleset());
    }

    [InteropFact(Needs.Nftables)]
    public async Task What_a_killed_run_dropped_is_served_by_one_that_accepts()
    {
        Pairing router = new() { Name = "router", Id = 9, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.2) };
        VrrpInstanceOptions options = router.Ours(_segment, 150);
        await _segment.Engine.StartAsync(options with { AcceptMode = false }, Cancelled);
        await _segment.Engine.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled);
        await _segment.Engine.AbandonAsync(router.Name, Cancelled);
        Assert.NotEmpty(Ruleset());

        EngineNode next = new(_segment.Ours);
        await next.StartAsync(options, Cancelled);
        await next.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled);
        await Eventually.TrueAsync(() => Answers(router.Address), EngineNode.Patience, () => "the address answers", Cancelled);
        Assert.Empty(Ruleset());
    }

    private bool Answers(string address) => NamespaceThread.Run(_segment.Client.Namespace, () =>
    {
        using Ping ping = new();
        string target = address.StartsWith("fe80", StringComparison.Ordinal) ? address + "%eth0" : address;
        return ping.Send(IPAddress.Parse(target), 1000).Status == IPStatus.Success;
    });

    private string Neighbour(string address) => _segment.Client.Run("ip", "neighbour", "show", address).Output;

    private string Ruleset() => _segment.Ours.Run("nft", "list", "ruleset").Output.Trim();

    private Socket Listen(AddressFamily family) => NamespaceThread.Run(_segment.Ours.Namespace, () =>
    {
        Socket listener = new(family, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, Port));
        listener.Listen();
        return listener;
    });

    private bool Connects(AddressFamily family, string address) => NamespaceThread.Run(_segment.Client.Namespace, () =>
    {
        using Socket client = new(family, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            client.Connect(IPAddress.Parse(address), Port);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
        }

        return client.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectWrite) && client.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is 0;
    });
}
