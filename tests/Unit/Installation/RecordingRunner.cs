using NginxHa.Platform;

namespace NginxHa.Tests.Unit.Installation;

/// <summary>Runs nothing: keeps what it was asked to run and answers as it is told.</summary>
internal sealed class RecordingRunner(Func<SystemCommand, CommandOutcome>? answer = null) : ICommandRunner
{
    public List<SystemCommand> Commands { get; } = [];

    public static CommandOutcome Good(params string[] lines) => new(0, lines, lines);

    public static CommandOutcome Bad(int exitCode, params string[] lines) => new(exitCode, [], lines);

    public Task<CommandOutcome> RunAsync(SystemCommand command, Action<string>? line, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Commands.Add(command);
        return Task.FromResult(answer?.Invoke(command) ?? Good());
    }
}
