using System.Text.RegularExpressions;

namespace NginxHa.Nginx.Health;

/// <summary>What is asked of a server, and which answer is healthy.</summary>
public sealed record HealthCheck
{
    /// <summary>How it is asked.</summary>
    public HealthCheckKind Kind { get; init; }

    /// <summary>For everything from the connection to the last byte of the answer, for each address; looking up its name may take as long once more.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A port to ask instead of the server's own; null for that.</summary>
    public int? Port { get; init; }

    /// <summary>HTTP: path and query, beginning with '/'.</summary>
    public string Path { get; init; } = "/";

    /// <summary>HTTP: method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>HTTP: Host header; null for the host of the server.</summary>
    public string? HostHeader { get; init; }

    /// <summary>HTTPS: name for SNI and for the check of the certificate; null for the Host header's.</summary>
    public string? ServerName { get; init; }

    /// <summary>HTTP: healthy statuses.</summary>
    public IReadOnlyList<StatusRange> ExpectedStatus { get; init; } = [new StatusRange(200, 399)];

    /// <summary>HTTP: the first 64 KiB of the body must match; UDP: the answer must. Null for any.</summary>
    public Regex? Body { get; init; }

    /// <summary>HTTP: each named header must be there and its value match.</summary>
    public IReadOnlyDictionary<string, Regex> Headers { get; init; } = new Dictionary<string, Regex>();

    /// <summary>HTTPS: the chain must be trusted and the name match. Expiry is always looked at.</summary>
    public bool VerifyCertificate { get; init; }

    /// <summary>HTTPS: a certificate with less time than this is unhealthy; an expired one always is.</summary>
    public TimeSpan MinimumCertificateLifetime { get; init; } = TimeSpan.Zero;

    /// <summary>DNS: name to ask for; the root, as keepalived's DNS_CHECK does, when not set.</summary>
    public string DnsName { get; init; } = ".";

    /// <summary>DNS: type of record.</summary>
    public DnsRecordType DnsType { get; init; } = DnsRecordType.Soa;

    /// <summary>UDP: what is sent.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>UDP: silence is unhealthy. Without it only a refusal (ICMP port unreachable) is, within the timeout.</summary>
    public bool RequireReply { get; init; }

    /// <summary>Refuses settings that cannot work.</summary>
    /// <exception cref="ArgumentException">Names the field, its value and what is allowed.</exception>
    public void Validate()
    {
        Require(Timeout > TimeSpan.Zero && Timeout <= TimeSpan.FromHours(1), nameof(Timeout), Timeout, "more than 0, up to 1 hour");
        Require(Port is null or (> 0 and <= 65535), nameof(Port), Port, "1 to 65535");
        Require(Path.StartsWith('/') && !Path.Any(char.IsControl), nameof(Path), Path, "a path that begins with '/'");
        Require(Method.Length > 0 && Method.All(char.IsAsciiLetterUpper), nameof(Method), Method, "an HTTP method such as GET or HEAD");
        Require(HostHeader is null || !HostHeader.Any(c => char.IsControl(c) || c == ' '), nameof(HostHeader), HostHeader, "a host name");
        Require(Headers.Keys.All(IsHeaderName), nameof(Headers), Headers.Keys.FirstOrDefault(name => !IsHeaderName(name)), "names of HTTP headers (RFC 9110 section 5.1)");
        Require(ExpectedStatus.Count > 0, nameof(ExpectedStatus), string.Empty, "at least one status");
        Require(DnsQuery.IsName(DnsName), nameof(DnsName), DnsName, "a domain name, labels up to 63 characters, together up to 253");
        Require(Payload.Length <= 65507, nameof(Payload), Payload.Length, "up to 65507 bytes");
        Require(MinimumCertificateLifetime >= TimeSpan.Zero, nameof(MinimumCertificateLifetime), MinimumCertificateLifetime, "0 or more");
    }

    private static bool IsHeaderName(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c));

    private static void Require(bool condition, string field, object? value, string allowed)
    {
        if (!condition)
        {
            throw new ArgumentException(FormattableString.Invariant($"{field} is '{value}'; allowed is {allowed}."));
        }
    }
}
