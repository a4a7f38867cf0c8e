using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Engines;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Gets sync groups and their state.</summary>
[Cmdlet(VerbsCommon.Get, "VrrpSyncGroup")]
[OutputType(typeof(SyncGroupStatus))]
public sealed class GetVrrpSyncGroupCommand : VrrpEngineCmdlet
{
    /// <summary>Names; wildcards work. All by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(SyncGroupNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach ((_, SyncGroupStatus group) in Await(token => GroupFinder.FindAsync(Name, Engine, error => WriteError(error), token)))
        {
            WriteObject(group);
        }
    }
}
