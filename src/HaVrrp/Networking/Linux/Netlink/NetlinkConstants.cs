namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>Subsystems of the kernel (linux/netlink.h).</summary>
internal static class NetlinkProtocol
{
    public const int Route = 0;
    public const int Netfilter = 12;
}

/// <summary>Message types (linux/netlink.h, linux/rtnetlink.h).</summary>
internal static class MessageType
{
    public const ushort Error = 2;
    public const ushort Done = 3;
    public const ushort NewLink = 16;
    public const ushort DeleteLink = 17;
    public const ushort GetLink = 18;
    public const ushort NewAddress = 20;
    public const ushort DeleteAddress = 21;
    public const ushort GetAddress = 22;
    public const ushort NewRoute = 24;
    public const ushort DeleteRoute = 25;
    public const ushort GetRoute = 26;
    public const ushort NewRule = 32;
    public const ushort DeleteRule = 33;
}

/// <summary>Flags of a message (linux/netlink.h).</summary>
internal static class MessageFlag
{
    public const ushort Request = 0x1;
    public const ushort Multi = 0x2;
    public const ushort Acknowledge = 0x4;
    public const ushort DumpInterrupted = 0x10;
    public const ushort Replace = 0x100;
    public const ushort Exclusive = 0x200;
    public const ushort Create = 0x400;
    public const ushort Append = 0x800;
    public const ushort Dump = 0x300;

    /// <summary>The acknowledgement carries no copy of the request.</summary>
    public const ushort Capped = 0x100;

    /// <summary>The acknowledgement carries attributes.</summary>
    public const ushort AcknowledgeAttributes = 0x200;
}

/// <summary>Multicast groups of routing netlink (RTNLGRP_* of linux/rtnetlink.h).</summary>
internal static class NetlinkGroup
{
    public const int Link = 1;
    public const int Ipv4Address = 5;
    public const int Ipv6Address = 9;
}

/// <summary>Attributes of an acknowledgement (linux/netlink.h).</summary>
internal static class AckAttribute
{
    public const ushort Message = 1;
}

/// <summary>Attributes of a link (linux/if_link.h).</summary>
internal static class LinkAttribute
{
    public const ushort Address = 1;
    public const ushort Name = 3;
    public const ushort Mtu = 4;
    public const ushort Link = 5;
    public const ushort Info = 18;
    public const ushort ExtendedMask = 29;

    public const ushort InfoKind = 1;
    public const ushort InfoData = 2;

    public const ushort MacvlanMode = 1;
}

/// <summary>Values of a link.</summary>
internal static class LinkValue
{
    public const uint FlagUp = 0x1;
    public const uint FlagRunning = 0x40;

    /// <summary>MACVLAN_MODE_BRIDGE (linux/if_link.h).</summary>
    public const uint MacvlanBridge = 4;

    /// <summary>RTEXT_FILTER_SKIP_STATS: counters are of no interest and make most of a dump.</summary>
    public const uint SkipStatistics = 8;
}

/// <summary>Attributes and flags of an address (linux/if_addr.h).</summary>
internal static class AddressAttribute
{
    public const ushort Address = 1;
    public const ushort Local = 2;
    public const ushort Label = 3;
    public const ushort CacheInfo = 6;
    public const ushort Flags = 8;

    public const uint FlagSecondary = 0x01;
    public const uint FlagNoDad = 0x02;
    public const uint FlagDadFailed = 0x08;
    public const uint FlagTentative = 0x40;

    public const uint Forever = uint.MaxValue;
}

/// <summary>Attributes and values of a route (linux/rtnetlink.h).</summary>
internal static class RouteAttribute
{
    public const ushort Destination = 1;
    public const ushort OutputLink = 4;
    public const ushort Gateway = 5;
    public const ushort Priority = 6;
    public const ushort PreferredSource = 7;
    public const ushort MultiPath = 9;
    public const ushort Table = 15;

    public const byte TableMain = 254;
    public const byte ScopeUniverse = 0;
    public const byte ScopeLink = 253;
    public const byte ScopeNowhere = 255;
    public const byte TypeUnicast = 1;
    public const uint FlagOnLink = 4;

    /// <summary>
    /// Protocol number (origin) of the routes and rules made here, so that those of an administrator are never taken for ours.
    /// It is the IP protocol number of VRRP; nobody else uses it.
    /// </summary>
    public const byte ProtocolVrrp = 112;
}

/// <summary>Attributes and values of a rule (linux/fib_rules.h).</summary>
internal static class RuleAttribute
{
    public const ushort Destination = 1;
    public const ushort Source = 2;
    public const ushort InputName = 3;
    public const ushort Priority = 6;
    public const ushort FirewallMark = 10;
    public const ushort Table = 15;
    public const ushort Protocol = 21;

    public const byte ActionToTable = 1;
}
