using System.ComponentModel;
using System.Diagnostics;

namespace NginxHa.Installation.Commands;

/// <summary>Runs commands as processes of this machine.</summary>
public sealed class ProcessCommandRunner : ICommandRunner
{
    private const int KeptLines = 15;

    // Administrators' programs live here and are not always on the search path of a service or of sudo.
    private static readonly string[] AdministratorFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <inheritdoc/>
    public async Task<CommandOutcome> RunAsync(SystemCommand command, Action<string>? line, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var process = new Process { StartInfo = Describe(command) };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return new CommandOutcome(CommandOutcome.NotFound, [], [$"{command.Program}: {exception.Message}"]);
        }

        var output = new List<string>();
        var last = new Queue<string>();
        void Take(string text)
        {
            lock (last)
            {
                last.Enqueue(text);
                while (last.Count > KeptLines)
                {
                    last.Dequeue();
                }
            }

            line?.Invoke(text);
        }

        // Read to the end even when cancelled: the streams close with the last of the children.
        Task outputs = ReadAsync(process.StandardOutput, text =>
        {
            output.Add(text);
            Take(text);
        });
        Task errors = ReadAsync(process.StandardError, Take);
        try
        {
            if (command.Input is not null)
            {
                await process.StandardInput.WriteAsync(command.Input.AsMemory(), cancellationToken).ConfigureAwait(false);
            }

            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            await Task.WhenAll(outputs, errors).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It ended without reading its input; its exit code tells why.
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            await Task.WhenAll(outputs, errors).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new CommandOutcome(process.ExitCode, output, [.. last]);
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

    private static async Task ReadAsync(StreamReader reader, Action<string> take)
    {
        try
        {
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } text)
            {
                take(text);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The command was ended and its streams with it.
        }
    }
}
