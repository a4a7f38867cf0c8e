using NginxHa.Vrrp.Networking.Linux.Netlink;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>What the kernel says of one address.</summary>
/// <param name="Address">What the engine sees.</param>
/// <param name="Flags">IFA_F_* of linux/if_addr.h.</param>
internal readonly record struct AddressRecord(InterfaceAddress Address, uint Flags)
{
    /// <summary>Packets may come from it: duplicate address detection is over and went well.</summary>
    public bool IsUsable => (Flags & (AddressAttribute.FlagTentative | AddressAttribute.FlagDadFailed)) == 0;

    public AddressKey Key => new(Address.LinkIndex, Address.Address, Address.PrefixLength);
}
