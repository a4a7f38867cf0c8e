using System.ComponentModel;
using System.Diagnostics;

namespace NginxHa.Nginx.Control;

/// <summary>Runs a program with a list of arguments; no shell is involved.</summary>
internal static class ProgramRunner
{
    /// <summary>Runs it to its end. Cancelling kills it.</summary>
    /// <exception cref="NginxException">It cannot be started.</exception>
    public static async Task<ProgramOutput> RunAsync(string path, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(path, arguments) };
        process.StartInfo.RedirectStandardInput = true;
        process.StartInfo.RedirectStandardOutput = true;
        process.StartInfo.RedirectStandardError = true;
        process.StartInfo.UseShellExecute = false;
        process.StartInfo.CreateNoWindow = true;
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new NginxException(NginxFailure.ProgramFailed, $"\"{path}\" cannot be started: {e.Message}", e);
        }

        try
        {
            process.StandardInput.Close();
            using var output = new MemoryStream();
            Task reading = process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await reading.ConfigureAwait(false);
            string text = await error.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new ProgramOutput(process.ExitCode, output.ToArray(), text);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>
    /// Runs one that leaves a daemon behind. The daemon inherits the streams, so waiting for their end would be
    /// waiting for the daemon's: what was written until the program itself ended is all that is read.
    /// </summary>
    /// <exception cref="NginxException">It cannot be started.</exception>
    public static async Task<ProgramOutput> RunDetachingAsync(string path, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(path, arguments) };
        process.StartInfo.RedirectStandardError = true;
        process.StartInfo.RedirectStandardInput = true;
        process.StartInfo.RedirectStandardOutput = true;
        process.StartInfo.UseShellExecute = false;
        var lines = new List<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (lines)
            {
                lines.Add(line.Data ?? string.Empty);
            }
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new NginxException(NginxFailure.ProgramFailed, $"\"{path}\" cannot be started: {e.Message}", e);
        }

        process.StandardInput.Close();
        process.BeginErrorReadLine();
        while (!process.HasExited)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken).ConfigureAwait(false);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken).ConfigureAwait(false);
        lock (lines)
        {
            return new ProgramOutput(process.ExitCode, [], string.Join('\n', lines));
        }
    }
}
