namespace NginxHa.Vrrp.Options;

/// <summary>Watches another interface: up, with carrier (keepalived <c>track_interface</c>).</summary>
public sealed record InterfaceTrackOptions : TrackOptions
{
    /// <summary>Interface name.</summary>
    public required string Interface { get; init; }
}
