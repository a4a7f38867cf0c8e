using System.Net.Sockets;
using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>The rules of the engine's chain, in their order.</summary>
internal static class FilterRules
{
    private const uint Ipv4DestinationOffset = 16;
    private const uint Ipv6DestinationOffset = 24;
    private const byte NeighbourSolicitation = 135;
    private const byte NeighbourAdvertisement = 136;

    /// <summary>
    /// Accepts ICMPv6 neighbour solicitations and advertisements (RFC 9568 section 6.1: Accept_Mode must not drop them): without
    /// them nobody would find the address that packets are to be forwarded by.
    /// </summary>
    public static void WriteAcceptNeighbourDiscovery(ref NetlinkWriter writer, uint sequence)
    {
        int rule = Begin(ref writer, sequence, AddressFamily.InterNetworkV6);
        LoadMeta(ref writer, FilterValue.MetaProtocol, FilterValue.Register1);
        Compare(ref writer, FilterValue.Equal, (byte)SocketLevel.Icmpv6);
        LoadPayload(ref writer, FilterValue.TransportHeader, 0, 1);
        Compare(ref writer, FilterValue.AtLeast, NeighbourSolicitation);
        Compare(ref writer, FilterValue.AtMost, NeighbourAdvertisement);
        Verdict(ref writer, FilterValue.Accept);
        End(ref writer, rule);
    }

    /// <summary>Drops what is addressed to an element of the address set.</summary>
    public static void WriteDropAddresses(ref NetlinkWriter writer, uint sequence, AddressFamily family)
    {
        int rule = Begin(ref writer, sequence, family);
        LoadDestination(ref writer, family);
        Lookup(ref writer, FilterMessages.AddressSet, FilterMessages.AddressSetId);
        Count(ref writer);
        Verdict(ref writer, FilterValue.Drop);
        End(ref writer, rule);
    }

    /// <summary>Drops what is addressed to a link-local address on its interface.</summary>
    public static void WriteDropLinkLocal(ref NetlinkWriter writer, uint sequence)
    {
        int rule = Begin(ref writer, sequence, AddressFamily.InterNetworkV6);
        LoadDestination(ref writer, AddressFamily.InterNetworkV6);
        LoadMeta(ref writer, FilterValue.MetaInputIndex, FilterValue.Register2);
        Lookup(ref writer, FilterMessages.LinkLocalSet, FilterMessages.LinkLocalSetId);
        Count(ref writer);
        Verdict(ref writer, FilterValue.Drop);
        End(ref writer, rule);
    }

    private static int Begin(ref NetlinkWriter writer, uint sequence, AddressFamily family)
    {
        FilterMessages.Begin(ref writer, FilterMessage.NewRule, MessageFlag.Create | MessageFlag.Append, sequence, family);
        writer.Attribute(FilterAttribute.RuleChain, FilterMessages.Chain);
        return FilterMessages.BeginNest(ref writer, FilterAttribute.RuleExpressions);
    }

    private static void End(ref NetlinkWriter writer, int rule)
    {
        writer.EndNest(rule);
        writer.End();
    }

    private static void LoadDestination(ref NetlinkWriter writer, AddressFamily family) => LoadPayload(
        ref writer,
        FilterValue.NetworkHeader,
        family == AddressFamily.InterNetworkV6 ? Ipv6DestinationOffset : Ipv4DestinationOffset,
        FilterMessages.LengthOf(family));

    private static void LoadPayload(ref NetlinkWriter writer, uint header, uint offset, uint length)
    {
        (int item, int data) = BeginExpression(ref writer, "payload");
        FilterMessages.BigEndian(ref writer, FilterExpression.PayloadTarget, FilterValue.Register1);
        FilterMessages.BigEndian(ref writer, FilterExpression.PayloadBase, header);
        FilterMessages.BigEndian(ref writer, FilterExpression.PayloadOffset, offset);
        FilterMessages.BigEndian(ref writer, FilterExpression.PayloadLength, length);
        EndExpression(ref writer, item, data);
    }

    private static void LoadMeta(ref NetlinkWriter writer, uint key, uint register)
    {
        (int item, int data) = BeginExpression(ref writer, "meta");
        FilterMessages.BigEndian(ref writer, FilterExpression.MetaKey, key);
        FilterMessages.BigEndian(ref writer, FilterExpression.MetaTarget, register);
        EndExpression(ref writer, item, data);
    }

    private static void Compare(ref NetlinkWriter writer, uint operation, byte value)
    {
        (int item, int data) = BeginExpression(ref writer, "cmp");
        FilterMessages.BigEndian(ref writer, FilterExpression.CompareSource, FilterValue.Register1);
        FilterMessages.BigEndian(ref writer, FilterExpression.CompareOperation, operation);
        int operand = FilterMessages.BeginNest(ref writer, FilterExpression.CompareData);
        writer.Attribute(FilterAttribute.DataValue, value);
        writer.EndNest(operand);
        EndExpression(ref writer, item, data);
    }

    private static void Lookup(ref NetlinkWriter writer, string set, uint id)
    {
        (int item, int data) = BeginExpression(ref writer, "lookup");
        FilterMessages.BigEndian(ref writer, FilterExpression.LookupSource, FilterValue.Register1);
        writer.Attribute(FilterExpression.LookupSet, set);
        FilterMessages.BigEndian(ref writer, FilterExpression.LookupSetId, id);
        EndExpression(ref writer, item, data);
    }

    private static void Count(ref NetlinkWriter writer)
    {
        (int item, int data) = BeginExpression(ref writer, "counter");
        EndExpression(ref writer, item, data);
    }

    private static void Verdict(ref NetlinkWriter writer, uint code)
    {
        (int item, int data) = BeginExpression(ref writer, "immediate");
        FilterMessages.BigEndian(ref writer, FilterExpression.ImmediateTarget, FilterValue.VerdictRegister);
        int value = FilterMessages.BeginNest(ref writer, FilterExpression.ImmediateData);
        int verdict = FilterMessages.BeginNest(ref writer, FilterAttribute.DataVerdict);
        FilterMessages.BigEndian(ref writer, FilterAttribute.VerdictCode, code);
        writer.EndNest(verdict);
        writer.EndNest(value);
        EndExpression(ref writer, item, data);
    }

    private static (int Item, int Data) BeginExpression(ref NetlinkWriter writer, string name)
    {
        int item = FilterMessages.BeginNest(ref writer, FilterAttribute.ListItem);
        writer.Attribute(FilterExpression.Name, name);
        return (item, FilterMessages.BeginNest(ref writer, FilterExpression.Data));
    }

    private static void EndExpression(ref NetlinkWriter writer, int item, int data)
    {
        writer.EndNest(data);
        writer.EndNest(item);
    }
}
