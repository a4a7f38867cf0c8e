namespace NginxHa.Tests.Interop.Fixture;

/// <summary>A line that a program wrote.</summary>
/// <param name="Timestamp">When it was read, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> counts.</param>
/// <param name="Text">The line.</param>
public sealed record LogLine(long Timestamp, string Text);
