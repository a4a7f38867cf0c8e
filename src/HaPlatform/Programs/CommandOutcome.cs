using System.Text;

namespace NginxHa.Platform;

/// <summary>What a command left behind.</summary>
/// <param name="ExitCode">Its exit code; <see cref="NotFound"/> and <see cref="TimedOut"/> stand for the other endings.</param>
/// <param name="Output">Lines of its standard output.</param>
/// <param name="LastLines">The last lines of both its streams in the order they came, for messages.</param>
public sealed record CommandOutcome(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> LastLines)
{
    /// <summary>Exit code that stands for a program that is not there, as shells have it.</summary>
    public const int NotFound = 127;

    /// <summary>Exit code that stands for a program that took too long, as timeout(1) has it.</summary>
    public const int TimedOut = 124;

    /// <summary>How it ended.</summary>
    public CommandEnding Ending { get; init; }

    /// <summary>Whether it ended with 0.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>Bytes of its standard output, for what is not text.</summary>
    public ReadOnlyMemory<byte> OutputBytes { get; init; }

    /// <summary>Text of its standard error.</summary>
    public string Error { get; init; } = string.Empty;

    /// <summary>Text of its standard output.</summary>
    public string OutputText => Encoding.UTF8.GetString(OutputBytes.Span);
}
