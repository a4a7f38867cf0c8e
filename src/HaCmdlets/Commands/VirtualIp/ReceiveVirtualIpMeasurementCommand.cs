using System.Management.Automation;
using NginxHa.Cmdlets.Measurement;
using NginxHa.Nginx.Measurement;

namespace NginxHa.Cmdlets.Commands.VirtualIp;

/// <summary>Gets what a background measurement has seen; it goes on.</summary>
[Cmdlet(VerbsCommunications.Receive, "VirtualIpMeasurement")]
[OutputType(typeof(AvailabilityReport))]
public sealed class ReceiveVirtualIpMeasurementCommand : HaCmdlet
{
    /// <summary>Measurements of Start-VirtualIpMeasurement.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public VirtualIpMeasurement[] Measurement { get; set; } = null!;

    /// <summary>
    /// Begin a new stretch: the report is about the one before, complete with the requests that were under way, and the
    /// next one begins here.
    /// </summary>
    [Parameter]
    public SwitchParameter Reset { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach (VirtualIpMeasurement measurement in Measurement)
        {
            WriteObject(Reset ? Await(measurement.NextAsync) : measurement.Report);
        }
    }
}
