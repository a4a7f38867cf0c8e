using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Engines;
using NginxHa.Nginx.Health;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Ends monitors; the servers that they took out come back.</summary>
[Cmdlet(VerbsLifecycle.Stop, "NginxUpstreamMonitor", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(NginxUpstreamMonitor))]
public sealed class StopNginxUpstreamMonitor : HaCmdlet
{
    /// <summary>Names; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UpstreamMonitorCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Servers that the monitor took out stay out.</summary>
    [Parameter]
    public SwitchParameter KeepMark { get; set; }

    /// <summary>Give each monitor as it was at the end.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Only those of this process (Session), or of the agent; both when not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public EngineKind? Engine { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach (NginxUpstreamMonitor monitor in Await(token => MonitorFinder.FindAsync(Name, Engine, error => WriteError(error), token)))
        {
            if (ShouldProcess($"{monitor.Name} ({monitor.Engine})", "Stop the monitor"))
            {
                Stop(monitor);
            }
        }
    }

    private void Stop(NginxUpstreamMonitor monitor)
    {
        try
        {
            UpstreamMonitorStatus last = Await(token => MonitorFinder.ServiceOf(monitor.Engine).StopMonitorAsync(monitor.Name, KeepMark, token));
            if (PassThru)
            {
                WriteObject(new NginxUpstreamMonitor(last, monitor.Engine));
            }
        }
        catch (Exception exception) when (exception is UpstreamMonitorException or VrrpEngineException)
        {
            WriteError(exception, monitor);
        }
    }
}
