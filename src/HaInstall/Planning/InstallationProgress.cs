namespace NginxHa.Installation.Planning;

/// <summary>How far a step is.</summary>
/// <param name="Step">What is being done.</param>
/// <param name="Line">The last line that a command printed; null before the first.</param>
public sealed record InstallationProgress(string Step, string? Line);
