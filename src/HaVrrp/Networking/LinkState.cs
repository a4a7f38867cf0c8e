namespace NginxHa.Vrrp.Networking;

/// <summary>What the engine needs to know of a network interface at one moment.</summary>
/// <param name="Index">Interface index (ifindex), unique in its network namespace.</param>
/// <param name="IsUp">Administratively up (IFF_UP).</param>
/// <param name="IsRunning">Operationally up (IFF_RUNNING: carrier present).</param>
/// <param name="Mtu">Maximum transmission unit in bytes.</param>
/// <param name="HardwareAddress">The 48-bit MAC address in the low bits, first octet most significant; 0 where there is none.</param>
public readonly record struct LinkState(int Index, bool IsUp, bool IsRunning, int Mtu, ulong HardwareAddress)
{
    /// <summary>A virtual router may run on the link: it is up and has a carrier.</summary>
    public bool IsUsable => IsUp && IsRunning;
}
