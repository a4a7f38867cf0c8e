using System.Management.Automation;
using NginxHa.Cmdlets.Measurement;

namespace NginxHa.Cmdlets.Commands.VirtualIp;

/// <summary>Starts to measure in the background what a client sees of a virtual IP.</summary>
[Cmdlet(VerbsLifecycle.Start, "VirtualIpMeasurement")]
[OutputType(typeof(VirtualIpMeasurement))]
public sealed class StartVirtualIpMeasurementCommand : MeasurementCmdlet
{
    /// <inheritdoc/>
    protected override void OnEnd() => WriteObject(Await(StartAsync));
}
