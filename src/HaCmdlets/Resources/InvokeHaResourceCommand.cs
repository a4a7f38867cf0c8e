using System.ComponentModel;
using System.Management.Automation;
using NginxHa.Cmdlets.Errors;

namespace NginxHa.Cmdlets.Resources;

/// <summary>
/// What the methods of the DSC resource classes call. The manifest does not export it: only code of the module sees it.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "HaResource")]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class InvokeHaResourceCommand : HaCmdlet
{
    /// <summary>Get, Set, Test or Export.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateSet("Get", "Set", "Test", "Export")]
    public string Operation { get; set; } = null!;

    /// <summary>The object of the class; the class's name for Export.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public PSObject Resource { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (Operation == "Export")
        {
            DesiredResource kind = ResourceCatalogue.Find((string)Resource.BaseObject);
            IReadOnlyList<ResourceState> found = Await(token => kind.ExportAsync(Context(token)));
            WriteObject(found.Select(state => state.ToProperties(null, kind)), enumerateCollection: true);
            return;
        }

        var input = new ResourceInput(Resource);
        DesiredResource resource = ResourceCatalogue.Find(input.Type);
        ResourceState before = Await(token => resource.GetAsync(input, Context(token)));
        switch (Operation)
        {
            case "Get":
                WriteObject(before.ToProperties(input, resource));
                break;
            case "Test":
                WriteReasons(before);
                WriteObject(before.Reasons.Count == 0);
                break;
            default:
                Set(resource, input, before);
                break;
        }
    }

    private void Set(DesiredResource resource, ResourceInput input, ResourceState before)
    {
        if (before.Reasons.Count == 0)
        {
            WriteVerbose("Everything is as declared.");
            return;
        }

        WriteReasons(before);
        Await(token => resource.SetAsync(input, Context(token)));
        ResourceState after = Await(token => resource.GetAsync(input, Context(token)));
        if (after.Reasons.Count > 0)
        {
            throw HaErrors.ResourceNotInDesiredState(input.Type, after.Reasons);
        }
    }

    private void WriteReasons(ResourceState state)
    {
        foreach (string reason in state.Reasons)
        {
            WriteVerbose(reason);
        }
    }

    private ResourceContext Context(CancellationToken token)
    {
        // Resources leave the pipeline's thread; what they say comes back to it.
        var pipeline = SynchronizationContext.Current;
        return new ResourceContext(
            text => pipeline!.Post(_ => WriteVerbose(text), null),
            text => pipeline!.Post(_ => WriteWarning(text), null),
            ResolveFilePath,
            token);
    }
}
