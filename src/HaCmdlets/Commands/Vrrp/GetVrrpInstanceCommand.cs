using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Engines;
using NginxHa.Cmdlets.Scripting;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Gets the virtual routers of this node: state, priority and why, tracks, counters.</summary>
[Cmdlet(VerbsCommon.Get, "VrrpInstance")]
[OutputType(typeof(VrrpInstanceStatus))]
public sealed class GetVrrpInstanceCommand : VrrpEngineCmdlet
{
    /// <summary>Names; wildcards work. All by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(InstanceNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Only instances in one of these states.</summary>
    [Parameter]
    public VrrpState[]? State { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        IReadOnlyList<VrrpInstanceStatus> found =
            Await(token => InstanceFinder.FindAsync(Name, Engine, error => WriteError(error), token));
        foreach (VrrpInstanceStatus status in found)
        {
            if (State is null || State.Contains(status.State))
            {
                WriteObject(WithMessages(status));
            }
        }
    }

    // What script hooks said is known to this process alone, so it is no part of the status that an engine gives.
    private static object WithMessages(VrrpInstanceStatus status)
    {
        if (status.Engine != EngineKind.Session || ScriptHooks.Find(status.Options.Name, isGroup: false) is not { } hooks)
        {
            return status;
        }

        var wrapped = new PSObject(status);
        wrapped.Properties.Add(new PSNoteProperty("HookMessages", hooks.Messages));
        return wrapped;
    }
}
