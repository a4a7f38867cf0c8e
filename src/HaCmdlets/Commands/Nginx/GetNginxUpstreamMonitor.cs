using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Engines;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Gives the monitors that run in this process and in the agent, as they are now.</summary>
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

    /// <summary>Only those of this process (Session), or of the agent; both when not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public EngineKind? Engine { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess() =>
        WriteObject(Await(token => MonitorFinder.FindAsync(Name, Engine, error => WriteError(error), token)), enumerateCollection: true);
}
