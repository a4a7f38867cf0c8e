using NginxHa.Installation.Machine;
using NginxHa.Installation.Services;
using NginxHa.Platform;

namespace NginxHa.Installation.Planning;

/// <summary>Does a <see cref="ServiceStep"/>.</summary>
/// <param name="runner">Runs the commands.</param>
/// <param name="files">The machine's files.</param>
/// <param name="time">Clock for the waiting.</param>
internal sealed class ServiceKeeper(ICommandRunner runner, MachineFiles files, TimeProvider time)
{
    // systemd gives a service 90 s to start or stop.
    private static readonly TimeSpan _longestCommand = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    // A daemon that does not like its configuration lives for a moment.
    private static readonly TimeSpan _proof = TimeSpan.FromMilliseconds(500);

    /// <summary>Does it, and waits until the service is as it should be.</summary>
    /// <exception cref="InstallationException">The command failed, or the service is not as it should be.</exception>
    public async Task RunAsync(ServiceStep step, Action<string>? line, CancellationToken cancellationToken)
    {
        SystemCommand command = step.Command with { LeavesDaemon = true, TimeLimit = _longestCommand };
        CommandOutcome outcome = await runner.RunAsync(command, line, cancellationToken).ConfigureAwait(false);
        if (!outcome.Succeeded)
        {
            throw InstallationException.For(command, outcome);
        }

        if (!await WaitAsync(step, cancellationToken).ConfigureAwait(false))
        {
            throw new InstallationException(
                InstallationFailure.ServiceFailed,
                $"'{command.Text}' reported no failure, but {step.Service} {(step.Runs ? "does not run" : "still runs")}; its log tells why. {InstallationException.WordsOf(outcome)}");
        }
    }

    private async Task<bool> WaitAsync(ServiceStep step, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        long? since = null;
        while (true)
        {
            if (await IsRunningAsync(step, cancellationToken).ConfigureAwait(false) != step.Runs)
            {
                since = null;
            }
            else if (!step.Runs || time.GetElapsedTime(since ??= time.GetTimestamp()) >= _proof)
            {
                return true;
            }

            if (since is null && time.GetElapsedTime(start) >= _patience)
            {
                return false;
            }

            await Task.Delay(_pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsRunningAsync(ServiceStep step, CancellationToken cancellationToken) => step.Question is { } question
        ? (await runner.RunAsync(question, null, cancellationToken).ConfigureAwait(false)).Succeeded
        : ServiceProcess.IsRunning(files, step.Service, step.PidPaths);
}
