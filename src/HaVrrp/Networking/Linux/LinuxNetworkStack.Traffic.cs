namespace NginxHa.Vrrp.Networking.Linux;

/// <content>Addresses that the node has and does not take packets for.</content>
internal sealed partial class LinuxNetworkStack
{
    private readonly TrafficFilter _traffic = new();

    public void DropTraffic(ReadOnlySpan<InterfaceAddress> addresses) => _traffic.Drop(addresses, GetAddresses);

    public void AllowTraffic(ReadOnlySpan<InterfaceAddress> addresses) => _traffic.Allow(addresses);
}
