using System.Management.Automation;
using NginxHa.Cmdlets.Measurement;
using NginxHa.Cmdlets.Output;
using NginxHa.Nginx.Measurement;

namespace NginxHa.Cmdlets.Commands.VirtualIp;

/// <summary>Measures what a client sees of a virtual IP: longest gap, failed requests, outages, who served.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "VirtualIp")]
[OutputType(typeof(AvailabilityReport))]
public sealed class MeasureVirtualIpCommand : MeasurementCmdlet
{
    private static readonly TimeSpan ProgressSpacing = TimeSpan.FromMilliseconds(250);

    /// <summary>Write a report every so often, each about the time since the one before; every second where neither -Duration nor -Count is given.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? ReportInterval { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (ReportInterval is null && Duration is null && Count is null)
        {
            ReportInterval = TimeSpan.FromSeconds(1);
        }

        Await(MeasureAsync);
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        using VirtualIpMeasurement measurement = await StartAsync(cancellationToken);
        if (ReportInterval is { } spacing)
        {
            while (!await EndsWithinAsync(measurement, spacing, cancellationToken))
            {
                WriteObject(await measurement.NextAsync(cancellationToken));
            }
        }
        else
        {
            using var progress = new CmdletProgress(this, $"Measuring {Uri}");
            while (!await EndsWithinAsync(measurement, ProgressSpacing, cancellationToken))
            {
                AvailabilityReport now = measurement.Report;
                progress.Report(
                    FormattableString.Invariant($"{now.Requests} requests, {now.Failed} failed, longest gap {now.LongestGap.TotalMilliseconds:0} ms"),
                    Count is null ? now.Elapsed.Ticks : now.Requests,
                    Count ?? Duration?.Ticks ?? 0);
            }
        }

        WriteObject(measurement.Report);
    }

    private static async Task<bool> EndsWithinAsync(VirtualIpMeasurement measurement, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await measurement.Completion.WaitAsync(time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
