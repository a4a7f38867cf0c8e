using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NginxHa.Nginx.Control;

/// <summary>The graceful reload: nginx itself does not say when it is done, its processes do.</summary>
public sealed partial class NginxServer
{
    /// <summary>
    /// Has nginx read its configuration again, and waits until new workers have taken over: they run, and of the old
    /// ones each has ended or only finishes what it has. The listening sockets stay open all the time.
    /// </summary>
    /// <param name="timeout">How long to wait. Reading a very large configuration takes nginx seconds.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NginxException">It is not running, or goes on with the old configuration.</exception>
    public async Task<NginxReload> ReloadAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        NginxProcessGroup before = FindProcesses() ?? throw NotRunning();
        int master = before.Master.Id;
        HashSet<int> old = [.. before.Workers.Select(worker => worker.Id)];
        using var log = new ErrorLogTail(Paths.ErrorLog);
        long start = _time.GetTimestamp();
        await SignalAsync(master, NginxSignal.Reload, cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource limit = Limit(timeout, cancellationToken);
        try
        {
            while (true)
            {
                NginxProcess[] workers = [.. _processes.List().Where(process => process.ParentId == master && process.Role == NginxProcessRole.Worker)];
                if (workers.Length > 0 && !workers.Any(worker => old.Contains(worker.Id)))
                {
                    return new NginxReload(master, [.. old], [.. workers.Select(worker => worker.Id)], _time.GetElapsedTime(start));
                }

                if (log.FindFailure(master) is { } failure)
                {
                    throw new NginxException(NginxFailure.ReloadFailed, $"nginx goes on with the old configuration: {failure}");
                }

                if (!_processes.IsRunning(master))
                {
                    throw new NginxException(NginxFailure.ReloadFailed, "the master of nginx ended during the reload");
                }

                await Task.Delay(Pause, _time, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NginxException(NginxFailure.ReloadFailed, string.Create(
                CultureInfo.InvariantCulture, $"nginx has no new workers {timeout.TotalSeconds:0.###} s after the reload was asked for; see its error log."));
        }
    }

    /// <summary>What the master writes to the error log from now on.</summary>
    private sealed class ErrorLogTail : IDisposable
    {
        private readonly FileStream? _file;

        public ErrorLogTail(string? path)
        {
            try
            {
                _file = path is null ? null : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                _file?.Seek(0, SeekOrigin.End);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Without the log the time limit tells; it only takes longer and says less.
            }
        }

        public bool TryRead([NotNullWhen(true)] out string? text)
        {
            text = null;
            if (_file is null || _file.Length <= _file.Position)
            {
                return false;
            }

            // Not disposed: it would take the file along.
            text = new StreamReader(_file, leaveOpen: true).ReadToEnd();
            return true;
        }

        /// <summary>The last line at level emerg that the master wrote: "DATE TIME [emerg] PID#TID: REASON".</summary>
        public string? FindFailure(int master)
        {
            if (!TryRead(out string? text))
            {
                return null;
            }

            string mark = string.Create(CultureInfo.InvariantCulture, $"[emerg] {master}#");
            string[] lines = text.Split('\n');

            // When an address is in use the master tries five times; only after the last it gives up.
            string? line = Array.FindLast(lines, l => l.Contains(mark, StringComparison.Ordinal) && !l.Contains("Address already in use", StringComparison.Ordinal));
            return line is null ? null : line[(line.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..] is var rest && rest.IndexOf(": ", StringComparison.Ordinal) is var colon and >= 0 ? rest[(colon + 2)..].Trim() : line;
        }

        public void Dispose() => _file?.Dispose();
    }
}
