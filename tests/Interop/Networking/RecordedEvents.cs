using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Networking;

/// <summary>Keeps everything that a poll hands over.</summary>
internal sealed class RecordedEvents : INetworkEvents
{
    public List<RecordedPacket> Packets { get; } = [];

    public List<(int Index, string Name)> Links { get; } = [];

    public List<(InterfaceAddress Address, bool IsPresent)> Addresses { get; } = [];

    public List<(int Index, InetAddress Address, ulong HardwareAddress)> Neighbours { get; } = [];

    public void OnPacket(in ReceivedPacket packet) => Packets.Add(new RecordedPacket(
        packet.LinkIndex,
        packet.Source,
        packet.Destination,
        packet.TimeToLive,
        packet.Protocol,
        packet.Payload.ToArray(),
        packet.Ipv4Header.ToArray()));

    public void OnLinkChanged(int linkIndex, string name) => Links.Add((linkIndex, name));

    public void OnAddressChanged(in InterfaceAddress address, bool isPresent) => Addresses.Add((address, isPresent));

    public void OnNeighbour(int linkIndex, InetAddress address, ulong hardwareAddress) =>
        Neighbours.Add((linkIndex, address, hardwareAddress));
}
