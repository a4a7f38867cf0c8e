using NginxHa.Cmdlets.Hosting;
using NginxHa.Cmdlets.Networks;
using NginxHa.Nginx.Measurement;

namespace NginxHa.Cmdlets.Measurement;

/// <summary>A measurement that runs in the background.</summary>
public sealed class VirtualIpMeasurement : IDisposable
{
    private readonly AvailabilityProbe _probe;
    private readonly IDisposable _cleanUp;

    private VirtualIpMeasurement(AvailabilityProbe probe, string? networkNamespace)
    {
        _probe = probe;
        NetworkNamespace = networkNamespace;
        _cleanUp = ModuleLifetime.Register(probe.Dispose);
    }

    /// <summary>What is asked.</summary>
    public Uri Uri => _probe.Options.Uri;

    /// <summary>Network namespace that the requests come from; null for that of the process.</summary>
    public string? NetworkNamespace { get; }

    /// <summary>Time between the starts of two requests.</summary>
    public TimeSpan Interval => _probe.Options.Interval;

    /// <summary>Whether requests are still being started or under way.</summary>
    public bool IsRunning => _probe.IsRunning;

    /// <summary>What was seen since the start, or since the last report that began a new stretch, as of now.</summary>
    public AvailabilityReport Report => _probe.Read();

    /// <inheritdoc/>
    public void Dispose()
    {
        _probe.Dispose();
        _cleanUp.Dispose();
    }

    internal static async Task<VirtualIpMeasurement> StartAsync(
        AvailabilityProbeOptions options, string? networkNamespace, CancellationToken cancellationToken)
    {
        return new VirtualIpMeasurement(
            await AvailabilityProbe.StartAsync(options, NetworkEntry.In(networkNamespace), cancellationToken: cancellationToken).ConfigureAwait(false),
            networkNamespace);
    }

    internal Task Completion => _probe.Completion;

    internal Task<AvailabilityReport> NextAsync(CancellationToken cancellationToken) => _probe.NextAsync(cancellationToken);

    internal async Task<AvailabilityReport> StopAsync(CancellationToken cancellationToken)
    {
        AvailabilityReport report = await _probe.StopAsync(cancellationToken).ConfigureAwait(false);
        _cleanUp.Dispose();
        return report;
    }
}
