using System.Collections;
using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Health;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>What is asked of a server, as parameters.</summary>
public abstract class HealthCheckCmdlet : NginxCmdlet
{
    /// <summary>How to ask.</summary>
    [Parameter]
    public HealthCheckKind Type { get; set; }

    /// <summary>How long an answer may take.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many servers to ask at once.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int ThrottleLimit { get; set; } = 256;

    /// <summary>A port to ask instead of the server's own.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? Port { get; set; }

    /// <summary>HTTP: path and query.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string UriPath { get; set; } = "/";

    /// <summary>HTTP: method.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Method { get; set; } = "GET";

    /// <summary>HTTP: Host header; the host of the server when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostHeader { get; set; }

    /// <summary>HTTPS: name for SNI; that of the Host header when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ServerName { get; set; }

    /// <summary>HTTP: healthy statuses: "200", "200-399".</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ExpectedStatus { get; set; } = ["200-399"];

    /// <summary>HTTP: a regular expression that the body must match; UDP: the answer must.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BodyMatch { get; set; }

    /// <summary>HTTP: names of headers with regular expressions that their values must match.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable HeaderMatch { get; set; } = [];

    /// <summary>HTTPS: the chain must be trusted and the name match.</summary>
    [Parameter]
    public SwitchParameter VerifyCertificate { get; set; }

    /// <summary>HTTPS: a certificate that expires sooner than this is unhealthy.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan MinimumCertificateLifetime { get; set; }

    /// <summary>DNS: name to ask for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string DnsName { get; set; } = ".";

    /// <summary>DNS: type of record.</summary>
    [Parameter]
    public DnsRecordType DnsType { get; set; } = DnsRecordType.Soa;

    /// <summary>UDP: text to send.</summary>
    [Parameter]
    [AllowEmptyString]
    public string Payload { get; set; } = string.Empty;

    /// <summary>UDP: silence is unhealthy.</summary>
    [Parameter]
    public SwitchParameter RequireReply { get; set; }

    /// <summary>The check that the parameters describe.</summary>
    private protected HealthCheck BuildCheck()
    {
        var check = new HealthCheck
        {
            Kind = Type,
            Timeout = Timeout,
            Port = Port,
            Path = UriPath,
            Method = Method.ToUpperInvariant(),
            HostHeader = HostHeader,
            ServerName = ServerName,
            ExpectedStatus = [.. ExpectedStatus.Select(ParseStatus)],
            Body = BodyMatch is null ? null : Pattern(nameof(BodyMatch), BodyMatch),
            Headers = HeaderMatch.Cast<DictionaryEntry>().ToDictionary(
                entry => entry.Key.ToString()!, entry => Pattern(nameof(HeaderMatch), entry.Value?.ToString() ?? string.Empty), StringComparer.OrdinalIgnoreCase),
            VerifyCertificate = VerifyCertificate,
            MinimumCertificateLifetime = MinimumCertificateLifetime,
            DnsName = DnsName,
            DnsType = DnsType,
            Payload = Encoding.UTF8.GetBytes(Payload),
            RequireReply = RequireReply,
        };
        check.Validate();
        return check;
    }

    private static StatusRange ParseStatus(string text) => StatusRange.TryParse(text, out StatusRange range)
        ? range
        : throw HaErrors.InvalidValue(nameof(ExpectedStatus), text, "a status from 100 to 599, or two with a dash");

    private static Regex Pattern(string field, string text) => MatchPattern.TryParse(text, out Regex? pattern, out string? problem)
        ? pattern
        : throw HaErrors.InvalidValue(field, text, $"a regular expression ({problem})");
}
