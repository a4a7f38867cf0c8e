using System.Net.Sockets;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>Messages about policy rules.</summary>
internal static class RuleMessages
{
    /// <summary>Adds a rule; the same one that is there already is refused (EEXIST).</summary>
    public static void WriteAdd(ref NetlinkWriter writer, uint sequence, VirtualRule rule)
    {
        writer.Begin(
            MessageType.NewRule,
            MessageFlag.Request | MessageFlag.Acknowledge | MessageFlag.Create | MessageFlag.Exclusive,
            sequence);
        WriteBody(ref writer, rule);
        writer.End();
    }

    /// <summary>Deletes a rule that <see cref="WriteAdd"/> made.</summary>
    public static void WriteDelete(ref NetlinkWriter writer, uint sequence, VirtualRule rule)
    {
        writer.Begin(MessageType.DeleteRule, MessageFlag.Request | MessageFlag.Acknowledge, sequence);
        WriteBody(ref writer, rule);
        writer.End();
    }

    private static void WriteBody(ref NetlinkWriter writer, VirtualRule rule)
    {
        writer.Append(new FibRuleHdr
        {
            Family = (byte)(rule.Family == AddressFamily.InterNetworkV6 ? Domain.Inet6 : Domain.Inet),
            DestinationLength = rule.To is null ? (byte)0 : rule.ToPrefixLength,
            SourceLength = rule.From is null ? (byte)0 : rule.FromPrefixLength,
            Table = (byte)(rule.Table <= byte.MaxValue ? rule.Table : 0),
            Action = RuleAttribute.ActionToTable,
        });
        writer.Attribute(RuleAttribute.Table, rule.Table);
        writer.Attribute(RuleAttribute.Protocol, RouteAttribute.ProtocolVrrp);
        if (rule.From is not null && rule.FromPrefixLength > 0)
        {
            writer.Attribute(RuleAttribute.Source, InetAddress.FromIPAddress(rule.From).GetNetwork(rule.FromPrefixLength));
        }

        if (rule.To is not null && rule.ToPrefixLength > 0)
        {
            writer.Attribute(RuleAttribute.Destination, InetAddress.FromIPAddress(rule.To).GetNetwork(rule.ToPrefixLength));
        }

        if (rule.InputInterface is not null)
        {
            writer.Attribute(RuleAttribute.InputName, rule.InputInterface);
        }

        if (rule.Preference != 0)
        {
            writer.Attribute(RuleAttribute.Priority, rule.Preference);
        }

        if (rule.FirewallMark != 0)
        {
            writer.Attribute(RuleAttribute.FirewallMark, rule.FirewallMark);
        }
    }
}
