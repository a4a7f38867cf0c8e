using System.Net.Sockets;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Networking.Windows;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Networking.Windows;

public sealed class NetworkPictureTests
{
    private static readonly NetworkAddress Primary = Address(1, "192.0.2.10");
    private static readonly NetworkAddress Virtual = Address(1, "192.0.2.100");
    private static readonly NetworkAddress LinkLocal = Address(1, "fe80::10");
    private static readonly NetworkAddress Tentative = LinkLocal with { IsUsable = false };

    private NetworkSnapshot _now = Snapshot([(1, "Ethernet", true)], Primary);

    [Fact]
    public void No_difference_is_no_event()
    {
        NetworkPicture picture = new(() => _now);
        Assert.Empty(Refresh(picture));
        _now = Snapshot([(1, "Ethernet", true)], Primary);
        Assert.Empty(Refresh(picture));
    }

    [Fact]
    public void Links_come_go_change_and_are_renamed()
    {
        NetworkPicture picture = new(() => _now);
        _now = Snapshot([(1, "Ethernet", false), (2, "Ethernet 2", true)], Primary);
        Assert.Equal(["link 1 Ethernet", "link 2 Ethernet 2"], Refresh(picture));
        _now = Snapshot([(2, "Segment", true)], Primary);
        Assert.Equal(["link 1 Ethernet", "link 2 Ethernet 2", "link 2 Segment"], Refresh(picture));
        Assert.False(picture.TryGetLink(1, out _));
        Assert.True(picture.TryGetLink(2, out NetworkLink link));
        Assert.Equal("Segment", link.Name);
    }

    [Fact]
    public void Addresses_come_and_go()
    {
        NetworkPicture picture = new(() => _now);
        _now = Snapshot([(1, "Ethernet", true)], Primary, Virtual);
        Assert.Equal(["+192.0.2.100 on 1"], Refresh(picture));
        _now = Snapshot([(1, "Ethernet", true)], Virtual);
        Assert.Equal(["-192.0.2.10 on 1"], Refresh(picture));
    }

    [Fact]
    public void An_address_that_became_usable_is_news_but_not_a_loss()
    {
        _now = Snapshot([(1, "Ethernet", true)], Tentative);
        NetworkPicture picture = new(() => _now);
        _now = Snapshot([(1, "Ethernet", true)], LinkLocal);
        Assert.Equal(["+fe80::10 on 1"], Refresh(picture));
    }

    [Fact]
    public void The_primary_address_is_usable_on_the_link_not_excluded_and_link_local_for_IPv6()
    {
        NetworkSnapshot snapshot = Snapshot([(1, "Ethernet", true)], Address(2, "192.0.2.9"), Virtual, Primary, Address(1, "2001:db8::1"), Tentative);
        Assert.Equal("192.0.2.10", Find(AddressFamily.InterNetwork));
        Assert.Equal("::", Find(AddressFamily.InterNetworkV6));
        snapshot = Snapshot([(1, "Ethernet", true)], Virtual, Address(1, "2001:db8::1"), LinkLocal);
        Assert.Equal("0.0.0.0", Find(AddressFamily.InterNetwork));
        Assert.Equal("fe80::10", Find(AddressFamily.InterNetworkV6));

        string Find(AddressFamily family) =>
            NetworkPicture.FindPrimary(snapshot, 1, family, address => address == Virtual.Address).ToString();
    }

    private static NetworkSnapshot Snapshot((int Index, string Name, bool IsRunning)[] links, params NetworkAddress[] addresses) => new(
        links.ToDictionary(link => link.Index, link => new NetworkLink(link.Name, new LinkState(link.Index, true, link.IsRunning, 1500, 1), [])),
        addresses);

    private static NetworkAddress Address(int index, string text) => new(new InterfaceAddress(index, InetAddress.Parse(text), 24), IsUsable: true);

    private static List<string> Refresh(NetworkPicture picture)
    {
        Recorder recorder = new();
        picture.Refresh(recorder);
        return recorder.Events;
    }

    private sealed class Recorder : INetworkEvents
    {
        public List<string> Events { get; } = [];

        public void OnPacket(in ReceivedPacket packet) => Events.Add("packet");

        public void OnLinkChanged(int linkIndex, string name) => Events.Add($"link {linkIndex} {name}");

        public void OnAddressChanged(in InterfaceAddress address, bool isPresent) =>
            Events.Add($"{(isPresent ? '+' : '-')}{address.Address} on {address.LinkIndex}");
    }
}
