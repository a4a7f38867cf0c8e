namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>Message types of nf_tables (linux/netfilter/nf_tables.h) with the number of the subsystem, and those around a batch (linux/netfilter/nfnetlink.h).</summary>
internal static class FilterMessage
{
    public const byte Subsystem = 10;
    public const ushort BatchBegin = 16;
    public const ushort BatchEnd = 17;
    public const ushort NewTable = Subsystem << 8;
    public const ushort DeleteTable = (Subsystem << 8) | 2;
    public const ushort NewChain = (Subsystem << 8) | 3;
    public const ushort NewRule = (Subsystem << 8) | 6;
    public const ushort NewSet = (Subsystem << 8) | 9;
    public const ushort NewElement = (Subsystem << 8) | 12;
    public const ushort GetElement = (Subsystem << 8) | 13;
    public const ushort DeleteElement = (Subsystem << 8) | 14;
}

/// <summary>Attributes of tables, chains, rules, sets and their elements (linux/netfilter/nf_tables.h). Numbers are in network order.</summary>
internal static class FilterAttribute
{
    /// <summary>NLA_F_NESTED (linux/netlink.h).</summary>
    public const ushort Nested = 0x8000;

    /// <summary>The table's name, which comes first in the messages about everything.</summary>
    public const ushort Table = 1;

    public const ushort TableFlags = 2;

    public const ushort ChainName = 3;
    public const ushort ChainHook = 4;
    public const ushort ChainPolicy = 5;
    public const ushort ChainType = 7;
    public const ushort HookNumber = 1;
    public const ushort HookPriority = 2;

    public const ushort RuleChain = 2;
    public const ushort RuleExpressions = 4;

    public const ushort SetName = 2;
    public const ushort SetFlags = 3;
    public const ushort SetKeyType = 4;
    public const ushort SetKeyLength = 5;
    public const ushort SetId = 10;

    public const ushort ElementSet = 2;
    public const ushort Elements = 3;
    public const ushort ElementSetId = 4;
    public const ushort ElementKey = 1;

    public const ushort ListItem = 1;
    public const ushort DataValue = 1;
    public const ushort DataVerdict = 2;
    public const ushort VerdictCode = 1;
}

/// <summary>Attributes of the expressions that rules are made of (linux/netfilter/nf_tables.h).</summary>
internal static class FilterExpression
{
    public const ushort Name = 1;
    public const ushort Data = 2;

    public const ushort PayloadTarget = 1;
    public const ushort PayloadBase = 2;
    public const ushort PayloadOffset = 3;
    public const ushort PayloadLength = 4;

    public const ushort MetaTarget = 1;
    public const ushort MetaKey = 2;

    public const ushort CompareSource = 1;
    public const ushort CompareOperation = 2;
    public const ushort CompareData = 3;

    public const ushort LookupSet = 1;
    public const ushort LookupSource = 2;
    public const ushort LookupSetId = 4;

    public const ushort ImmediateTarget = 1;
    public const ushort ImmediateData = 2;
}

/// <summary>Values (linux/netfilter.h, linux/netfilter/nf_tables.h; key types are those of the nft command, for its listings).</summary>
internal static class FilterValue
{
    public const uint HookLocalInput = 1;
    public const uint PriorityFilter = 0;
    public const uint Drop = 0;
    public const uint Accept = 1;

    public const uint VerdictRegister = 0;
    public const uint Register1 = 1;
    public const uint Register2 = 2;

    public const uint NetworkHeader = 1;
    public const uint TransportHeader = 2;

    public const uint MetaInputIndex = 4;
    public const uint MetaProtocol = 16;

    public const uint Equal = 0;
    public const uint AtMost = 3;
    public const uint AtLeast = 5;

    public const uint TypeIpv4Address = 7;
    public const uint TypeIpv6Address = 8;
    public const uint TypeInterfaceIndex = 20;
    public const int TypeBits = 6;
}
