using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace NginxHa.Platform;

/// <summary>Runs commands as processes of this machine.</summary>
public sealed class ProcessCommandRunner : ICommandRunner
{
    // What a program wrote just before it ended is read, though the streams stay open.
    private static readonly TimeSpan _lastWords = TimeSpan.FromMilliseconds(50);

    // Administrators' programs live here and are not always on the search path of a service or of sudo.
    private static readonly string[] AdministratorFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>The one runner; it has no state.</summary>
    public static ProcessCommandRunner Instance { get; } = new();

    /// <inheritdoc/>
    public async Task<CommandOutcome> RunAsync(SystemCommand command, Action<string>? line, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var text = new CommandText(line);
        using var process = new Process { StartInfo = Describe(command) };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return text.ToOutcome(CommandEnding.NotStarted, CommandOutcome.NotFound, $"{command.Program}: {exception.Message}");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (command.TimeLimit is { } time)
        {
            limit.CancelAfter(time);
        }

        // Read to the end even when cancelled: a daemon that is left behind must not die of a closed pipe.
        Task reading = text.ReadAsync(process.StandardOutput, process.StandardError);
        try
        {
            await GiveInputAsync(process, command.Input, limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            if (command.LeavesDaemon)
            {
                await Task.WhenAny(reading, Task.Delay(_lastWords, limit.Token)).ConfigureAwait(false);
            }
            else
            {
                await reading.WaitAsync(limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return text.ToOutcome(
                CommandEnding.TimedOut,
                CommandOutcome.TimedOut,
                string.Create(CultureInfo.InvariantCulture, $"{command.Program} did not end within {command.TimeLimit!.Value.TotalSeconds:0.###} s"));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return text.ToOutcome(CommandEnding.Exited, process.ExitCode);
    }

    private static async Task GiveInputAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken).ConfigureAwait(false);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input; its exit code tells why.
        }
    }

    private static ProcessStartInfo Describe(SystemCommand command)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = command.WorkingDirectory ?? string.Empty,
        };

        // Programs speak English and plainly, whatever the session does.
        start.Environment["LC_ALL"] = "C";
        foreach ((string name, string? value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        if (!OperatingSystem.IsWindows())
        {
            AddAdministratorFolders(start, command);
        }

        return start;
    }

    private static void AddAdministratorFolders(ProcessStartInfo start, SystemCommand command)
    {
        string[] folders = (start.Environment.TryGetValue("PATH", out string? path) ? path ?? string.Empty : string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries);
        if (!command.Environment.ContainsKey("PATH"))
        {
            folders = [.. folders.Union(AdministratorFolders)];
            start.Environment["PATH"] = string.Join(':', folders);
        }

        // .NET looks along the path of this process, not along the one that the command gets.
        if (!command.Program.Contains('/', StringComparison.Ordinal)
            && folders.Select(folder => Path.Combine(folder, command.Program)).FirstOrDefault(File.Exists) is string program)
        {
            start.FileName = program;
        }
    }
}
