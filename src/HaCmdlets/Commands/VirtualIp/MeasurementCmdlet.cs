using System.Management.Automation;
using System.Text.RegularExpressions;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Measurement;
using NginxHa.Cmdlets.Networks;
using NginxHa.Nginx.Measurement;

namespace NginxHa.Cmdlets.Commands.VirtualIp;

/// <summary>What is measured, as parameters.</summary>
public abstract class MeasurementCmdlet : HaCmdlet
{
    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(1);

    /// <summary>http:// or https:// for a request, tcp://host:port for a connection only.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    public Uri Uri { get; set; } = null!;

    /// <summary>Time between the starts of two requests, 1 ms to 1 min, 5 ms by default.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>A request that takes longer has failed, 1 ms to 1 min, 500 ms by default. Requests overlap: none waits for another.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time without an answer from which it is called an outage; the larger of 10 intervals and 50 ms by default.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? OutageThreshold { get; set; }

    /// <summary>End after this time; no limit by default.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? Duration { get; set; }

    /// <summary>End after this many requests; no limit by default.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? Count { get; set; }

    /// <summary>Response header that names the server which answered.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string ServerHeader { get; set; } = "X-Served-By";

    /// <summary>Regular expression that finds the server's name in the body: its first group, or the whole match.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ServerPattern { get; set; }

    /// <summary>Host header, and name in TLS, instead of the URL's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostHeader { get; set; }

    /// <summary>Accept any certificate.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Network namespace to ask from: that of a client. That of the process by default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NetworkNamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? NetworkNamespace { get; set; }

    private protected Task<VirtualIpMeasurement> StartAsync(CancellationToken cancellationToken)
    {
        NetworkEntry.Require(NetworkNamespace);
        return VirtualIpMeasurement.StartAsync(
            new AvailabilityProbeOptions
            {
                Uri = Uri,
                Interval = Interval,
                Timeout = RequestTimeout,
                OutageThreshold = OutageThreshold,
                Duration = Duration,
                Count = Count,
                ServerHeader = ServerHeader,
                ServerPattern = ReadPattern(),
                HostHeader = HostHeader,
                SkipCertificateCheck = SkipCertificateCheck,
            },
            NetworkNamespace,
            cancellationToken);
    }

    private Regex? ReadPattern()
    {
        try
        {
            return ServerPattern is null ? null : new Regex(ServerPattern, RegexOptions.CultureInvariant, PatternLimit);
        }
        catch (RegexParseException exception)
        {
            throw HaErrors.InvalidValue("-ServerPattern", ServerPattern, $"a regular expression ({exception.Message})");
        }
    }
}
