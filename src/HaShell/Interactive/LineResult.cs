namespace NginxHa.Shell.Interactive;

/// <summary>A line read from the terminal.</summary>
/// <param name="Kind">How its reading ended.</param>
/// <param name="Text">What was typed.</param>
internal readonly record struct LineResult(LineKind Kind, string Text);
