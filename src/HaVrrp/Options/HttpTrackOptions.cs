namespace NginxHa.Vrrp.Options;

/// <summary>Asks a URL on this node, for example nginx's status page; a status in the range is success.</summary>
public sealed record HttpTrackOptions : PeriodicTrackOptions
{
    /// <summary>http or https URL.</summary>
    public required Uri Uri { get; init; }

    /// <summary>Lowest good status.</summary>
    public int MinimumStatus { get; init; } = 200;

    /// <summary>Highest good status.</summary>
    public int MaximumStatus { get; init; } = 399;

    /// <summary>Host header (and SNI) to send instead of the URL's; null for the URL's.</summary>
    public string? HostHeader { get; init; }

    /// <summary>Accept any certificate: right for a node that asks itself by address.</summary>
    public bool SkipCertificateCheck { get; init; }
}
