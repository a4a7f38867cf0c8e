namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>What the kernel says of one link.</summary>
/// <param name="Name">Present name.</param>
/// <param name="State">What the engine sees.</param>
/// <param name="HardwareType">ARPHRD_* of linux/if_arp.h; 1 is Ethernet.</param>
/// <param name="ParentIndex">Link below a virtual one, or 0.</param>
/// <param name="Kind">Kind of a virtual link such as <c>macvlan</c>, or null.</param>
internal readonly record struct LinkRecord(string Name, LinkState State, ushort HardwareType, int ParentIndex, string? Kind)
{
    public int Index => State.Index;
}
