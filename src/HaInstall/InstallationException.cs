using NginxHa.Platform;

namespace NginxHa.Installation;

/// <summary>An installation, a removal or a repair did not come about; what was there before is still there.</summary>
public sealed class InstallationException : Exception
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="message">What, in one sentence.</param>
    /// <param name="innerException">The cause, if any.</param>
    public InstallationException(InstallationFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>Why.</summary>
    public InstallationFailure Failure { get; }

    /// <summary>The command that failed; null when it was none.</summary>
    public SystemCommand? Command { get; private init; }

    /// <summary>Its exit code.</summary>
    public int ExitCode { get; private init; }

    /// <summary>The last lines that it printed.</summary>
    public IReadOnlyList<string> LastLines { get; private init; } = [];

    /// <summary>The exception for a command that failed.</summary>
    /// <param name="command">The command.</param>
    /// <param name="outcome">What it left behind.</param>
    public static InstallationException For(SystemCommand command, CommandOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(outcome);
        string how = outcome.ExitCode == CommandOutcome.NotFound ? "could not be run" : FormattableString.Invariant($"failed with exit code {outcome.ExitCode}");
        return new InstallationException(InstallationFailure.CommandFailed, $"'{command.Text}' {how}. {WordsOf(outcome)}")
        {
            Command = command,
            ExitCode = outcome.ExitCode,
            LastLines = outcome.LastLines,
        };
    }

    /// <summary>What a command printed at the end, for messages.</summary>
    internal static string WordsOf(CommandOutcome outcome) =>
        outcome.LastLines.Count == 0 ? "It printed nothing." : "Its last lines:\n" + string.Join('\n', outcome.LastLines);
}
