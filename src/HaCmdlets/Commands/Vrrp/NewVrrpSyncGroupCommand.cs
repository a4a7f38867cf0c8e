using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Engines;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Scripting;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Makes a sync group: instances that are master together or not at all.</summary>
[Cmdlet(VerbsCommon.New, "VrrpSyncGroup", SupportsShouldProcess = true)]
[OutputType(typeof(SyncGroupStatus))]
public sealed class NewVrrpSyncGroupCommand : VrrpGroupCmdlet
{
    /// <summary>Name of the group, unique within the engine.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = null!;

    /// <summary>Names of the instances, which need not run yet; each belongs to one group at most.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("group")]
    [ArgumentCompleter(typeof(InstanceNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Member { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        EngineKind kind = Engine ?? EngineKind.Session;
        IVrrpEngine engine = EngineSelector.Get(kind);
        var options = new SyncGroupOptions { Name = Name, Members = Member, Tracks = Track, Hooks = ApplyPrograms(VrrpHooks.None) };
        RequireValid(options, kind);
        HookScripts scripts = CaptureScripts(kind);
        if (Await(engine.GetGroupsAsync).Any(group => group.Options.Name == Name))
        {
            throw HaErrors.VrrpSyncGroupExists(Name);
        }

        if (ShouldProcess($"{Name} ({string.Join(", ", Member)})", "Create VRRP sync group"))
        {
            WriteObject(Put(engine, options, scripts));
        }
    }
}
