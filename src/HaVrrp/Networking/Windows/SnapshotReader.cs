using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.Versioning;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>Takes snapshots by the framework's own reading of GetAdaptersAddresses.</summary>
[SupportedOSPlatform("windows")]
internal static class SnapshotReader
{
    public static NetworkSnapshot Read()
    {
        Dictionary<int, NetworkLink> links = [];
        List<NetworkAddress> addresses = [];
        foreach (NetworkInterface adapter in NetworkInterface.GetAllNetworkInterfaces())
        {
            IPInterfaceProperties properties = adapter.GetIPProperties();
            if (!TryGetIndex(adapter, properties, out int index, out int mtu))
            {
                continue;
            }

            // The framework does not tell the administrative state: a disabled adapter is not listed at all.
            bool isUp = adapter.OperationalStatus == OperationalStatus.Up;
            LinkState state = new(index, IsUp: true, IsRunning: isUp, mtu, GetHardwareAddress(adapter));
            links[index] = new NetworkLink(adapter.Name, state, GetGateways(properties));
            foreach (UnicastIPAddressInformation information in properties.UnicastAddresses)
            {
                if (information.Address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
                {
                    InterfaceAddress address = new(index, InetAddress.FromIPAddress(information.Address), (byte)information.PrefixLength);
                    bool isUsable = information.DuplicateAddressDetectionState
                        is DuplicateAddressDetectionState.Preferred or DuplicateAddressDetectionState.Deprecated;
                    addresses.Add(new NetworkAddress(address, isUsable));
                }
            }
        }

        return new NetworkSnapshot(links, addresses);
    }

    private static bool TryGetIndex(NetworkInterface adapter, IPInterfaceProperties properties, out int index, out int mtu)
    {
        // An adapter that has both families has the same index in both.
        if (adapter.Supports(NetworkInterfaceComponent.IPv4))
        {
            IPv4InterfaceProperties ipv4 = properties.GetIPv4Properties();
            (index, mtu) = (ipv4.Index, ipv4.Mtu);
            return true;
        }

        if (adapter.Supports(NetworkInterfaceComponent.IPv6))
        {
            IPv6InterfaceProperties ipv6 = properties.GetIPv6Properties();
            (index, mtu) = (ipv6.Index, ipv6.Mtu);
            return true;
        }

        (index, mtu) = (0, 0);
        return false;
    }

    private static ulong GetHardwareAddress(NetworkInterface adapter)
    {
        byte[] bytes = adapter.GetPhysicalAddress().GetAddressBytes();
        return bytes.Length == MacAddress.Length ? MacAddress.Read(bytes).ToUInt64() : 0;
    }

    private static List<InetAddress> GetGateways(IPInterfaceProperties properties)
    {
        List<InetAddress> gateways = [];
        foreach (GatewayIPAddressInformation gateway in properties.GatewayAddresses)
        {
            var address = InetAddress.FromIPAddress(gateway.Address);
            if (!address.IsUnspecified)
            {
                gateways.Add(address);
            }
        }

        return gateways;
    }
}
