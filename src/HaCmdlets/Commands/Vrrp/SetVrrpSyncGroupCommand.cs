using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Engines;
using NginxHa.Cmdlets.Scripting;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Changes a sync group; only what is given changes.</summary>
[Cmdlet(VerbsCommon.Set, "VrrpSyncGroup", SupportsShouldProcess = true)]
[OutputType(typeof(SyncGroupStatus))]
public sealed class SetVrrpSyncGroupCommand : VrrpGroupCmdlet
{
    /// <summary>Names of groups; wildcards work.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(SyncGroupNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = null!;

    /// <summary>Names of the instances that the group is to have from now on.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(InstanceNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Member { get; set; } = [];

    /// <summary>Write the new status.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach ((IVrrpEngine engine, SyncGroupStatus group) in Await(token => GroupFinder.FindAsync(Name, Engine, error => WriteError(error), token)))
        {
            SyncGroupOptions options = group.Options with
            {
                Members = Given(nameof(Member), Member, group.Options.Members),
                Tracks = Given(nameof(Track), Track, group.Options.Tracks),
                Hooks = ApplyPrograms(group.Options.Hooks),
            };
            RequireValid(options, engine.Kind);
            HookScripts scripts = CaptureScripts(engine.Kind);
            if (ShouldProcess(options.Name, "Change VRRP sync group"))
            {
                SyncGroupStatus changed = Put(engine, options, scripts);
                if (PassThru)
                {
                    WriteObject(changed);
                }
            }
        }
    }
}
