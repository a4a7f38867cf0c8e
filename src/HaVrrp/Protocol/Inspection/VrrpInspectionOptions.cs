namespace NginxHa.Vrrp.Protocol.Inspection;

/// <summary>What an inspected message is measured by.</summary>
public sealed record VrrpInspectionOptions
{
    /// <summary>TTL 255 and the checksum that keepalived wants.</summary>
    public static VrrpInspectionOptions Default { get; } = new();

    /// <summary>What the checksum of VRRPv3 over IPv4 has to cover.</summary>
    public VrrpChecksumMode ChecksumMode { get; init; }

    /// <summary>The lowest good TTL or hop limit, 0 to 255.</summary>
    public int MinimumTimeToLive { get; init; } = VrrpConstants.TimeToLive;
}
