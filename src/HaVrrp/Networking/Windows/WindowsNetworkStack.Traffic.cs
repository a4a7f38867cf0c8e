namespace NginxHa.Vrrp.Networking.Windows;

/// <content>Addresses that the node has and does not take packets for.</content>
internal sealed partial class WindowsNetworkStack
{
    public void DropTraffic(ReadOnlySpan<InterfaceAddress> addresses) => throw WindowsError.NotSupported(
        "drop packets to virtual addresses",
        "accept mode cannot be switched off on Windows, as its firewall is not touched; leave it on, and keep out what must not reach the addresses by firewall rules");

    public void AllowTraffic(ReadOnlySpan<InterfaceAddress> addresses)
    {
        // None is dropped.
    }
}
