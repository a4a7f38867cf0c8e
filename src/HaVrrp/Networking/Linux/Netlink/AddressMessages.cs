using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>Messages about addresses.</summary>
internal static class AddressMessages
{
    /// <summary>No message about an address is longer.</summary>
    public const int MaximumLength = 128;

    /// <summary>Asks for every address, or (where the kernel filters) for those of one link.</summary>
    public static void WriteDump(ref NetlinkWriter writer, uint sequence, byte family = 0, int linkIndex = 0)
    {
        writer.Begin(MessageType.GetAddress, MessageFlag.Request | MessageFlag.Dump, sequence);
        writer.Append(new IfAddrMsg { Family = family, Index = linkIndex });
        writer.End();
    }

    /// <summary>Adds an address. One that is there already is refused (EEXIST), which leaves it as it is.</summary>
    public static void WriteAdd(ref NetlinkWriter writer, uint sequence, in InterfaceAddress address, ushort acknowledge)
    {
        writer.Begin(
            MessageType.NewAddress,
            (ushort)(MessageFlag.Request | MessageFlag.Create | MessageFlag.Exclusive | acknowledge),
            sequence);
        WriteBody(ref writer, address);
        if (address.Address.IsIPv4)
        {
            if (address.Label is { Length: > 0 } label)
            {
                writer.Attribute(AddressAttribute.Label, label);
            }
        }
        else if (address.PrefixLength == address.Address.MaximumPrefixLength)
        {
            // As keepalived does: a host address serves clients, but this node's own connections do not come from it.
            writer.Attribute(
                AddressAttribute.CacheInfo, new IfaCacheInfo { Preferred = 0, Valid = AddressAttribute.Forever });
        }

        writer.End();
    }

    /// <summary>Removes an address, whatever its label.</summary>
    public static void WriteDelete(ref NetlinkWriter writer, uint sequence, in InterfaceAddress address, ushort acknowledge)
    {
        writer.Begin(MessageType.DeleteAddress, (ushort)(MessageFlag.Request | acknowledge), sequence);
        WriteBody(ref writer, address);
        writer.End();
    }

    /// <summary>Reads an address out of a message.</summary>
    public static bool TryParse(ushort type, ReadOnlySpan<byte> payload, out AddressRecord record)
    {
        record = default;
        if (type is not (MessageType.NewAddress or MessageType.DeleteAddress)
            || !MemoryMarshal.TryRead(payload, out IfAddrMsg info))
        {
            return false;
        }

        uint flags = info.Flags;
        string? label = null;
        InetAddress address = default;
        InetAddress local = default;
        NetlinkAttributes attributes = NetlinkAttributes.After<IfAddrMsg>(payload);
        while (attributes.MoveNext())
        {
            switch (attributes.Type)
            {
                case AddressAttribute.Address:
                    address = attributes.Address;
                    break;
                case AddressAttribute.Local:
                    local = attributes.Address;
                    break;
                case AddressAttribute.Label:
                    label = attributes.Text;
                    break;
                case AddressAttribute.Flags:
                    flags = attributes.UInt32;
                    break;
            }
        }

        // On a point-to-point link the plain address is the peer's, and the local one ours.
        InetAddress own = local.HasValue ? local : address;
        record = new AddressRecord(
            new InterfaceAddress(info.Index, own, info.PrefixLength, (AddressScope)info.Scope, label), flags);
        return own.HasValue;
    }

    private static void WriteBody(ref NetlinkWriter writer, in InterfaceAddress address)
    {
        bool isIPv6 = address.Address.IsIPv6;
        writer.Append(new IfAddrMsg
        {
            Family = (byte)(isIPv6 ? Domain.Inet6 : Domain.Inet),
            PrefixLength = address.PrefixLength,
            Flags = (byte)(isIPv6 ? AddressAttribute.FlagNoDad : 0),
            Scope = (byte)address.Scope,
            Index = address.LinkIndex,
        });
        writer.Attribute(AddressAttribute.Local, address.Address);
        writer.Attribute(AddressAttribute.Address, address.Address);
    }
}
