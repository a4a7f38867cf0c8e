namespace NginxHa.Vrrp.Protocol.Inspection;

/// <summary>What the checksum of an inspected message turned out to cover.</summary>
public enum VrrpChecksumForm
{
    /// <summary>It cannot be told: the source address, which it may cover, is not known, or the message is not whole.</summary>
    Unknown,

    /// <summary>It is wrong in every form.</summary>
    Invalid,

    /// <summary>Pseudo-header and message: IPv6, and VRRPv3 over IPv4 as keepalived has it.</summary>
    PseudoHeader,

    /// <summary>The message alone: VRRPv2, and VRRPv3 over IPv4 as RFC 9568 has it.</summary>
    MessageOnly,
}
