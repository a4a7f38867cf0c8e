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
        string[] names = ParameterSetName == NameSet ? Name : [.. InputObject.Select(group => WildcardPattern.Escape(group.Options.Name))];
        foreach ((IVrrpEngine engine, SyncGroupStatus group) in Await(token => GroupFinder.FindAsync(names, Engine, error => WriteError(error), token)))
        {
            string name = group.Options.Name;
            if (ShouldProcess(name, "Remove VRRP sync group"))
            {
                Await(async token =>
                {
                    await engine.RemoveGroupAsync(name, token).ConfigureAwait(false);
                    await ScriptHooks.DetachAsync(name, isGroup: true, wait: false, token).ConfigureAwait(false);
                });
            }
        }
    }
}
