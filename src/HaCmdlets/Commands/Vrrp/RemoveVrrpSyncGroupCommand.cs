using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Engines;
using NginxHa.Cmdlets.Scripting;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Removes sync groups; their instances go on each by itself.</summary>
[Cmdlet(VerbsCommon.Remove, "VrrpSyncGroup", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
public sealed class RemoveVrrpSyncGroupCommand : VrrpEngineCmdlet
{
    private const string NameSet = "Name";
    private const string InputObjectSet = "InputObject";

    /// <summary>Names of groups; wildcards work.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ArgumentCompleter(typeof(SyncGroupNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Groups from Get-VrrpSyncGroup.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [ValidateNotNull]
    public SyncGroupStatus[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        if (ParameterSetName == NameSet)
        {
            Remove(Name, Engine);
            return;
        }

        foreach (SyncGroupStatus group in InputObject)
        {
            Remove([WildcardPattern.Escape(group.Options.Name)], group.Engine);
        }
    }

    private void Remove(string[] names, EngineKind? kind)
    {
        foreach ((IVrrpEngine engine, SyncGroupStatus group) in Await(token => GroupFinder.FindAsync(names, kind, error => WriteError(error), token)))
        {
            if (ShouldProcess(group.Options.Name, "Remove VRRP sync group"))
            {
                Await(token => RemoveAsync(engine, group.Options.Name, token));
            }
        }
    }

    private static async Task RemoveAsync(IVrrpEngine engine, string name, CancellationToken cancellationToken)
    {
        await engine.RemoveGroupAsync(name, cancellationToken).ConfigureAwait(false);
        if (engine.Kind == EngineKind.Session)
        {
            await ScriptHooks.DetachAsync(name, isGroup: true, wait: false, cancellationToken).ConfigureAwait(false);
        }
    }
}
