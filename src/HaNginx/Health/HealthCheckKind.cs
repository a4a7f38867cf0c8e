namespace NginxHa.Nginx.Health;

/// <summary>How a server is asked.</summary>
public enum HealthCheckKind
{
    /// <summary>A connection opens.</summary>
    Tcp,

    /// <summary>An HTTP request is answered as expected.</summary>
    Http,

    /// <summary>The same over TLS; the certificate is looked at too.</summary>
    Https,

    /// <summary>A DNS query over UDP is answered without an error.</summary>
    Dns,

    /// <summary>A datagram is answered, or at least not refused.</summary>
    Udp,
}
