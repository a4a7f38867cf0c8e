namespace NginxHa.Nginx.Control;

/// <summary>What came of a change.</summary>
/// <param name="Files">The files that were replaced.</param>
/// <param name="Test">What nginx said before; null when there was no nginx to ask.</param>
/// <param name="Reload">The reload; null when nginx was not running or none was wanted.</param>
public sealed record ChangeResult(IReadOnlyList<string> Files, NginxTestResult? Test, NginxReload? Reload);
