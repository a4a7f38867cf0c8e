using NginxHa.Nginx.Upstreams;

namespace NginxHa.Nginx.Health;

/// <summary>What came of asking one address of a server.</summary>
public sealed record HealthResult
{
    /// <summary>Name of its upstream; empty without one.</summary>
    public required string Upstream { get; init; }

    /// <summary>The server as written in the configuration.</summary>
    public required string Server { get; init; }

    /// <summary>The address that was asked: "10.0.0.1:80", "unix:/run/a.sock"; empty when its name has none.</summary>
    public required string Address { get; init; }

    /// <summary>How it was asked.</summary>
    public required HealthCheckKind Kind { get; init; }

    /// <summary>Whether the answer is as expected.</summary>
    public required bool Healthy { get; init; }

    /// <summary>Why it is healthy or not.</summary>
    public required string Reason { get; init; }

    /// <summary>From the start of the connection to the judgement.</summary>
    public required TimeSpan Latency { get; init; }

    /// <summary>HTTP status, or DNS response code; null when there was none.</summary>
    public int? Status { get; init; }

    /// <summary>When the certificate of the server expires; null without TLS.</summary>
    public DateTimeOffset? CertificateExpires { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whether the configuration has it marked down; null without a configuration.</summary>
    public bool? Down { get; init; }

    /// <summary>The entry in the configuration; null without one.</summary>
    public UpstreamServer? Entry { get; init; }

    /// <summary>Protocol of its upstream; null without one.</summary>
    public UpstreamProtocol? Protocol => Entry?.Protocol;

    /// <summary>Path of the main file of the configuration; null without one.</summary>
    public string? ConfigurationPath => Entry?.ConfigurationPath;
}
