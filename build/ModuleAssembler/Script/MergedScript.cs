using System.Management.Automation.Language;

namespace NginxHa.Build.Script;

/// <summary>The root module's script with the classes merged in.</summary>
/// <param name="Text">The script.</param>
/// <param name="Types">Its classes and enums, in order of definition.</param>
internal sealed record MergedScript(string Text, IReadOnlyList<TypeDefinitionAst> Types);
