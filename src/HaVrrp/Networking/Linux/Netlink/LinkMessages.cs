using System.Runtime.InteropServices;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>Messages about links.</summary>
internal static class LinkMessages
{
    public const string MacvlanKind = "macvlan";

    /// <summary>Asks for every link.</summary>
    public static void WriteDump(ref NetlinkWriter writer, uint sequence)
    {
        writer.Begin(MessageType.GetLink, MessageFlag.Request | MessageFlag.Dump, sequence);
        writer.Append(default(IfInfoMsg));
        writer.Attribute(LinkAttribute.ExtendedMask, LinkValue.SkipStatistics);
        writer.End();
    }

    /// <summary>Asks for one link by index.</summary>
    public static void WriteGet(ref NetlinkWriter writer, uint sequence, int index)
    {
        writer.Begin(MessageType.GetLink, MessageFlag.Request, sequence);
        writer.Append(new IfInfoMsg { Index = index });
        writer.Attribute(LinkAttribute.ExtendedMask, LinkValue.SkipStatistics);
        writer.End();
    }

    /// <summary>Asks for one link by name.</summary>
    public static void WriteGet(ref NetlinkWriter writer, uint sequence, string name)
    {
        writer.Begin(MessageType.GetLink, MessageFlag.Request, sequence);
        writer.Append(default(IfInfoMsg));
        writer.Attribute(LinkAttribute.ExtendedMask, LinkValue.SkipStatistics);
        writer.Attribute(LinkAttribute.Name, name);
        writer.End();
    }

    /// <summary>Creates a macvlan, still down, so that it can be set up before it says anything.</summary>
    public static void WriteCreateMacvlan(ref NetlinkWriter writer, uint sequence, string name, int parentIndex, ulong hardwareAddress)
    {
        Span<byte> address = stackalloc byte[MacAddress.Length];
        MacAddress.FromUInt64(hardwareAddress).TryWrite(address);

        writer.Begin(
            MessageType.NewLink,
            MessageFlag.Request | MessageFlag.Acknowledge | MessageFlag.Create | MessageFlag.Exclusive,
            sequence);
        writer.Append(default(IfInfoMsg));
        writer.Attribute(LinkAttribute.Name, name);
        writer.Attribute(LinkAttribute.Address, address);
        writer.Attribute(LinkAttribute.Link, parentIndex);
        int info = writer.BeginNest(LinkAttribute.Info);
        writer.Attribute(LinkAttribute.InfoKind, "macvlan"u8);
        int data = writer.BeginNest(LinkAttribute.InfoData);
        writer.Attribute(LinkAttribute.MacvlanMode, LinkValue.MacvlanBridge);
        writer.EndNest(data);
        writer.EndNest(info);
        writer.End();
    }

    /// <summary>Brings a link up.</summary>
    public static void WriteUp(ref NetlinkWriter writer, uint sequence, int index)
    {
        writer.Begin(MessageType.NewLink, MessageFlag.Request | MessageFlag.Acknowledge, sequence);
        writer.Append(new IfInfoMsg { Index = index, Flags = LinkValue.FlagUp, Change = LinkValue.FlagUp });
        writer.End();
    }

    /// <summary>Deletes a link.</summary>
    public static void WriteDelete(ref NetlinkWriter writer, uint sequence, int index)
    {
        writer.Begin(MessageType.DeleteLink, MessageFlag.Request | MessageFlag.Acknowledge, sequence);
        writer.Append(new IfInfoMsg { Index = index });
        writer.End();
    }

    /// <summary>Reads a link out of a message; false for what is not about a link itself (a bridge port's view, for one).</summary>
    public static bool TryParse(ushort type, ReadOnlySpan<byte> payload, out LinkRecord link)
    {
        link = default;
        if (type is not (MessageType.NewLink or MessageType.DeleteLink)
            || !MemoryMarshal.TryRead(payload, out IfInfoMsg info)
            || info.Family != 0)
        {
            return false;
        }

        string name = "";
        string? kind = null;
        int mtu = 0;
        int parent = 0;
        ulong hardwareAddress = 0;
        NetlinkAttributes attributes = NetlinkAttributes.After<IfInfoMsg>(payload);
        while (attributes.MoveNext())
        {
            switch (attributes.Type)
            {
                case LinkAttribute.Name:
                    name = attributes.Text;
                    break;
                case LinkAttribute.Mtu:
                    mtu = (int)attributes.UInt32;
                    break;
                case LinkAttribute.Link:
                    parent = (int)attributes.UInt32;
                    break;
                case LinkAttribute.Address when attributes.Value.Length == MacAddress.Length:
                    hardwareAddress = MacAddress.Read(attributes.Value).ToUInt64();
                    break;
                case LinkAttribute.Info:
                    kind = ReadKind(attributes.Value);
                    break;
            }
        }

        bool up = (info.Flags & LinkValue.FlagUp) != 0;
        bool running = (info.Flags & LinkValue.FlagRunning) != 0;
        link = new LinkRecord(name, new LinkState(info.Index, up, running, mtu, hardwareAddress), info.HardwareType, parent, kind);
        return true;
    }

    private static string? ReadKind(ReadOnlySpan<byte> info)
    {
        NetlinkAttributes attributes = new(info);
        while (attributes.MoveNext())
        {
            if (attributes.Type == LinkAttribute.InfoKind)
            {
                return attributes.Text;
            }
        }

        return null;
    }
}
