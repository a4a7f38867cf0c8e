using System.ComponentModel;
using System.Management.Automation;

namespace NginxHa.Cmdlets.Publishing;

/// <summary>
/// Answers for this node what another one asks through a session. The manifest does not export it: only code of the module
/// sees it.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "HaNode")]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class InvokeHaNodeCommand : HaCmdlet
{
    /// <summary>The question.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Request { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnEnd() => WriteObject(Await(token => NodeCommand.RunAsync(NodeRequest.Read(Request), token)).Write());
}
