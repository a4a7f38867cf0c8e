namespace NginxHa.Installation.Commands;

/// <summary>Runs commands; the one place where anything of the installation leaves the process.</summary>
public interface ICommandRunner
{
    /// <summary>Runs a command to its end. Cancelling ends it with all its children.</summary>
    /// <param name="command">The command.</param>
    /// <param name="line">Called for each line that it prints, on any thread; null for nobody.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <returns>What came of it; a program that is not there is an outcome, too.</returns>
    Task<CommandOutcome> RunAsync(SystemCommand command, Action<string>? line, CancellationToken cancellationToken);
}
