using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Errors;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Gives the monitors that run in this process, as they are now.</summary>
[Cmdlet(VerbsCommon.Get, "NginxUpstreamMonitor")]
[OutputType(typeof(NginxUpstreamMonitor))]
public sealed class GetNginxUpstreamMonitor : HaCmdlet
{
    /// <summary>Names; wildcards are allowed. All when not given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UpstreamMonitorCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach (string name in Name)
        {
            var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
            NginxUpstreamMonitor[] found = [.. UpstreamMonitors.Session.List().Where(monitor => pattern.IsMatch(monitor.Name)).Select(monitor => new NginxUpstreamMonitor(monitor))];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(HaErrors.NginxMonitorNotFound(name));
            }

            WriteObject(found, enumerateCollection: true);
        }
    }
}
