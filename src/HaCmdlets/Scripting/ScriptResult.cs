using System.Management.Automation;

namespace NginxHa.Cmdlets.Scripting;

/// <summary>What a script left behind.</summary>
/// <param name="Output">What it wrote.</param>
/// <param name="Failure">Its first error, terminating or not; null for none.</param>
/// <param name="Messages">Its warnings and information messages.</param>
internal sealed record ScriptResult(
    IReadOnlyList<PSObject> Output, string? Failure, IReadOnlyList<(HookMessageLevel Level, string Text)> Messages);
