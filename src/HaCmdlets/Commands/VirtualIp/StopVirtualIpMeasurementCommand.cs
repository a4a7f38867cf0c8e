using System.Management.Automation;
using NginxHa.Cmdlets.Measurement;
using NginxHa.Nginx.Measurement;

namespace NginxHa.Cmdlets.Commands.VirtualIp;

/// <summary>Ends background measurements and gets their last report.</summary>
[Cmdlet(VerbsLifecycle.Stop, "VirtualIpMeasurement")]
[OutputType(typeof(AvailabilityReport))]
public sealed class StopVirtualIpMeasurementCommand : HaCmdlet
{
    /// <summary>Measurements of Start-VirtualIpMeasurement.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public VirtualIpMeasurement[] Measurement { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach (VirtualIpMeasurement measurement in Measurement)
        {
            WriteObject(Await(measurement.StopAsync));
        }
    }
}
