namespace NginxHa.Platform;

/// <summary>Runs commands. A command ends with all its children when it is cancelled or takes longer than it may.</summary>
public interface ICommandRunner
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">The command.</param>
    /// <param name="line">Called for each line that it prints, on any thread; null for nobody.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <returns>What came of it; a program that is not there, or that took too long, is an outcome, too.</returns>
    Task<CommandOutcome> RunAsync(SystemCommand command, Action<string>? line, CancellationToken cancellationToken);
}
