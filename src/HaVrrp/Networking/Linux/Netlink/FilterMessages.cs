using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>
/// Messages to nf_tables about the one table of the engine. In the words of the nft command:
/// <c>table ip6 nginxha { set addresses { type ipv6_addr; } set link_local { type ipv6_addr . iface_index; }
/// chain input { type filter hook input priority 0; icmpv6 type 135-136 accept; ip6 daddr @addresses counter drop;
/// ip6 daddr . iif @link_local counter drop; } }</c>; for IPv4 the rule about addresses is all.
/// </summary>
internal static class FilterMessages
{
    public const string Table = "nginxha";
    public const string Chain = "input";
    public const string AddressSet = "addresses";
    public const string LinkLocalSet = "link_local";

    public const uint AddressSetId = 1;
    public const uint LinkLocalSetId = 2;

    /// <summary>Elements of one message: what holds them all has 16 bits for its length.</summary>
    public const int ElementsPerMessage = 1000;

    private const int LinkLocalKeyLength = InetAddress.IPv6Length + sizeof(int);

    public static void WriteBegin(ref NetlinkWriter writer, uint sequence) =>
        WriteFrame(ref writer, FilterMessage.BatchBegin, sequence);

    public static void WriteEnd(ref NetlinkWriter writer, uint sequence) =>
        WriteFrame(ref writer, FilterMessage.BatchEnd, sequence);

    /// <summary>Adds the table; one that is there already stays as it is.</summary>
    public static void WriteAddTable(ref NetlinkWriter writer, uint sequence, AddressFamily family)
    {
        Begin(ref writer, FilterMessage.NewTable, MessageFlag.Create, sequence, family);
        BigEndian(ref writer, FilterAttribute.TableFlags, 0);
        writer.End();
    }

    /// <summary>Deletes the table with all that is in it.</summary>
    public static void WriteDeleteTable(ref NetlinkWriter writer, uint sequence, AddressFamily family, ushort acknowledge = 0)
    {
        Begin(ref writer, FilterMessage.DeleteTable, acknowledge, sequence, family);
        writer.End();
    }

    /// <summary>Adds the chain that sees what is addressed to this node.</summary>
    public static void WriteAddChain(ref NetlinkWriter writer, uint sequence, AddressFamily family)
    {
        Begin(ref writer, FilterMessage.NewChain, MessageFlag.Create, sequence, family);
        writer.Attribute(FilterAttribute.ChainName, Chain);
        writer.Attribute(FilterAttribute.ChainType, "filter");
        BigEndian(ref writer, FilterAttribute.ChainPolicy, FilterValue.Accept);
        int hook = BeginNest(ref writer, FilterAttribute.ChainHook);
        BigEndian(ref writer, FilterAttribute.HookNumber, FilterValue.HookLocalInput);
        BigEndian(ref writer, FilterAttribute.HookPriority, FilterValue.PriorityFilter);
        writer.EndNest(hook);
        writer.End();
    }

    /// <summary>Adds the set of addresses that count on every interface.</summary>
    public static void WriteAddAddressSet(ref NetlinkWriter writer, uint sequence, AddressFamily family) => WriteAddSet(
        ref writer,
        sequence,
        family,
        AddressSet,
        AddressSetId,
        family == AddressFamily.InterNetworkV6 ? FilterValue.TypeIpv6Address : FilterValue.TypeIpv4Address,
        LengthOf(family));

    /// <summary>Adds the set of IPv6 link-local addresses, each with its interface.</summary>
    public static void WriteAddLinkLocalSet(ref NetlinkWriter writer, uint sequence) => WriteAddSet(
        ref writer,
        sequence,
        AddressFamily.InterNetworkV6,
        LinkLocalSet,
        LinkLocalSetId,
        (FilterValue.TypeIpv6Address << FilterValue.TypeBits) | FilterValue.TypeInterfaceIndex,
        LinkLocalKeyLength);

    /// <summary>Adds or removes elements of one set; the caller keeps them below <see cref="ElementsPerMessage"/>.</summary>
    public static void WriteElements(
        ref NetlinkWriter writer,
        uint sequence,
        AddressFamily family,
        bool isAddition,
        scoped ReadOnlySpan<FilterElement> elements,
        ushort acknowledge = 0)
    {
        bool isLinkLocal = elements[0].IsLinkLocal;
        ushort flags = (ushort)(acknowledge | (isAddition ? MessageFlag.Create : 0));
        Begin(ref writer, isAddition ? FilterMessage.NewElement : FilterMessage.DeleteElement, flags, sequence, family);
        writer.Attribute(FilterAttribute.ElementSet, isLinkLocal ? LinkLocalSet : AddressSet);
        if (isAddition)
        {
            BigEndian(ref writer, FilterAttribute.ElementSetId, isLinkLocal ? LinkLocalSetId : AddressSetId);
        }

        int list = BeginNest(ref writer, FilterAttribute.Elements);
        Span<byte> key = stackalloc byte[LinkLocalKeyLength];
        foreach (FilterElement element in elements)
        {
            element.Address.TryWrite(key);
            MemoryMarshal.Write(key[^sizeof(int)..], element.LinkIndex);
            int item = BeginNest(ref writer, FilterAttribute.ListItem);
            int data = BeginNest(ref writer, FilterAttribute.ElementKey);
            writer.Attribute(FilterAttribute.DataValue, isLinkLocal ? key : key[..element.Address.Length]);
            writer.EndNest(data);
            writer.EndNest(item);
        }

        writer.EndNest(list);
        writer.End();
    }

    /// <summary>Asks for the elements of a set.</summary>
    public static void WriteGetElements(ref NetlinkWriter writer, uint sequence, AddressFamily family, string set)
    {
        Begin(ref writer, FilterMessage.GetElement, MessageFlag.Dump, sequence, family);
        writer.Attribute(FilterAttribute.ElementSet, set);
        writer.End();
    }

    /// <summary>Reads the elements that one answer holds.</summary>
    public static bool TryParseElements(ushort type, ReadOnlySpan<byte> payload, out List<FilterElement> elements)
    {
        elements = [];
        if (type != FilterMessage.NewElement)
        {
            return false;
        }

        NetlinkAttributes attributes = NetlinkAttributes.After<NfGenMsg>(payload);
        while (attributes.MoveNext())
        {
            if (attributes.Type != FilterAttribute.Elements)
            {
                continue;
            }

            NetlinkAttributes items = new(attributes.Value);
            while (items.MoveNext())
            {
                if (TryParseKey(items.Value, out FilterElement element))
                {
                    elements.Add(element);
                }
            }
        }

        return true;
    }

    /// <summary>Starts a message about the table.</summary>
    internal static void Begin(ref NetlinkWriter writer, ushort type, ushort flags, uint sequence, AddressFamily family)
    {
        writer.Begin(type, (ushort)(MessageFlag.Request | flags), sequence);
        writer.Append(new NfGenMsg { Family = (byte)(family == AddressFamily.InterNetworkV6 ? Domain.Inet6 : Domain.Inet) });
        writer.Attribute(FilterAttribute.Table, Table);
    }

    internal static int BeginNest(ref NetlinkWriter writer, ushort type) => writer.BeginNest((ushort)(type | FilterAttribute.Nested));

    internal static void BigEndian(ref NetlinkWriter writer, ushort type, uint value) =>
        writer.Attribute(type, (uint)IPAddress.HostToNetworkOrder((int)value));

    internal static uint LengthOf(AddressFamily family) =>
        (uint)(family == AddressFamily.InterNetworkV6 ? InetAddress.IPv6Length : InetAddress.IPv4Length);

    private static void WriteFrame(ref NetlinkWriter writer, ushort type, uint sequence)
    {
        writer.Begin(type, MessageFlag.Request, sequence);
        writer.Append(new NfGenMsg { Resource = (ushort)IPAddress.HostToNetworkOrder((short)FilterMessage.Subsystem) });
        writer.End();
    }

    private static void WriteAddSet(
        ref NetlinkWriter writer, uint sequence, AddressFamily family, string name, uint id, uint keyType, uint keyLength)
    {
        Begin(ref writer, FilterMessage.NewSet, MessageFlag.Create, sequence, family);
        writer.Attribute(FilterAttribute.SetName, name);
        BigEndian(ref writer, FilterAttribute.SetFlags, 0);
        BigEndian(ref writer, FilterAttribute.SetKeyType, keyType);
        BigEndian(ref writer, FilterAttribute.SetKeyLength, keyLength);
        BigEndian(ref writer, FilterAttribute.SetId, id);
        writer.End();
    }

    private static bool TryParseKey(ReadOnlySpan<byte> item, out FilterElement element)
    {
        NetlinkAttributes attributes = new(item);
        while (attributes.MoveNext())
        {
            if (attributes.Type != FilterAttribute.ElementKey)
            {
                continue;
            }

            NetlinkAttributes data = new(attributes.Value);
            if (data.MoveNext() && data.Type == FilterAttribute.DataValue)
            {
                switch (data.Value.Length)
                {
                    case InetAddress.IPv4Length or InetAddress.IPv6Length:
                        element = new FilterElement(data.Address, 0);
                        return true;
                    case LinkLocalKeyLength:
                        element = new FilterElement(
                            InetAddress.Read(data.Value[..InetAddress.IPv6Length]),
                            Unsafe.ReadUnaligned<int>(in data.Value[InetAddress.IPv6Length]));
                        return true;
                }
            }
        }

        element = default;
        return false;
    }
}
