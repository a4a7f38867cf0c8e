namespace NginxHa.Vrrp.Options;

/// <summary>A TCP connection that opens is success.</summary>
public sealed record TcpTrackOptions : PeriodicTrackOptions
{
    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>1-65535.</summary>
    public required int Port { get; init; }
}
