using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Engines;
using NginxHa.Cmdlets.Errors;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>What cmdlets share that act on running instances, given by name or as status objects.</summary>
public abstract class VrrpNamedCmdlet : VrrpEngineCmdlet
{
    private protected const string NameSet = "Name";
    private protected const string InputObjectSet = "InputObject";

    /// <summary>Names of instances; wildcards work.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ArgumentCompleter(typeof(InstanceNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = null!;

    /// <summary>Status objects of Get-VrrpInstance or Start-VrrpInstance.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [ValidateNotNull]
    public VrrpInstanceStatus[] InputObject { get; set; } = null!;

    /// <summary>The instances meant, as they are now; an error is written for each name that no instance has.</summary>
    private protected IReadOnlyList<VrrpInstanceStatus> FindInstances()
    {
        if (ParameterSetName == NameSet)
        {
            return Await(token => InstanceFinder.FindAsync(Name, Engine, WriteMissing, token));
        }

        var found = new List<VrrpInstanceStatus>();
        foreach (VrrpInstanceStatus input in InputObject)
        {
            string name = input.Options.Name;
            IReadOnlyList<VrrpInstanceStatus> all = Await(token => EngineSelector.Get(input.Engine).GetInstancesAsync(token));
            VrrpInstanceStatus? running = all.FirstOrDefault(status => status.Options.Name == name);
            if (running is null)
            {
                WriteMissing(HaErrors.VrrpInstanceNotFound(name));
            }
            else
            {
                found.Add(running);
            }
        }

        return found;
    }

    private void WriteMissing(HaException error) => WriteError(error);
}
