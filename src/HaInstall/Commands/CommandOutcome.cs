namespace NginxHa.Installation.Commands;

/// <summary>What a command left behind.</summary>
/// <param name="ExitCode">Its exit code; <see cref="NotFound"/> when there is no such program.</param>
/// <param name="Output">Lines of its standard output.</param>
/// <param name="LastLines">The last lines of both its streams in the order they came, for messages.</param>
public sealed record CommandOutcome(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> LastLines)
{
    /// <summary>Exit code that stands for a program that is not there, as shells have it.</summary>
    public const int NotFound = 127;

    /// <summary>Whether it ended with 0.</summary>
    public bool Succeeded => ExitCode == 0;
}
