using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Health;

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

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach (string name in Name)
        {
            var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
            UpstreamMonitor[] found = [.. UpstreamMonitors.Session.List().Where(monitor => pattern.IsMatch(monitor.Name))];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(HaErrors.NginxMonitorNotFound(name));
            }

            foreach (UpstreamMonitor monitor in found.Where(monitor => ShouldProcess(monitor.Name, "Stop the monitor")))
            {
                UpstreamMonitor? last = Await(token => UpstreamMonitors.Session.StopAsync(monitor.Name, KeepMark, token));
                if (PassThru && last is not null)
                {
                    WriteObject(new NginxUpstreamMonitor(last));
                }
            }
        }
    }
}
