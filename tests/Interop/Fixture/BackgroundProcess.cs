using System.Diagnostics;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>A program that runs beside the test, with every line it wrote. Disposing kills it, by its id.</summary>
public sealed class BackgroundProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<LogLine> _lines = [];
    private readonly Lock _lock = new();
    private readonly TimeSpan _straggling = TimeSpan.FromSeconds(2);
    private int _openStreams = 2;
    private long _exitSeen;
    private bool _disposed;

    /// <summary>Starts a program with an argument list.</summary>
    public BackgroundProcess(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(Machine.PathOf(program), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>It has ended and all that it wrote was read, or a child of it holds its streams for longer than a moment.</summary>
    public bool HasExited
    {
        get
        {
            if (!_process.HasExited)
            {
                return false;
            }

            long seen = Interlocked.CompareExchange(ref _exitSeen, Stopwatch.GetTimestamp(), 0);
            return Volatile.Read(ref _openStreams) == 0 || (seen != 0 && Stopwatch.GetElapsedTime(seen) > _straggling);
        }
    }

    /// <summary>Exit code of a process that has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Every line so far, of both streams.</summary>
    public IReadOnlyList<LogLine> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Everything it wrote, for messages.</summary>
    public string Log => string.Join('\n', Lines.Select(line => line.Text));

    /// <summary>Sends a signal.</summary>
    public void Signal(int signal) => Native.Kill(Id, signal);

    /// <summary>Waits for a line that contains a text.</summary>
    public async Task<LogLine> WaitForLineAsync(string text, TimeSpan patience, CancellationToken cancellationToken)
    {
        await Eventually.TrueAsync(
            () => HasExited || Lines.Any(line => line.Text.Contains(text, StringComparison.Ordinal)),
            patience,
            () => $"\"{text}\" in:\n{Log}",
            cancellationToken);
        return Lines.FirstOrDefault(line => line.Text.Contains(text, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} ended without \"{text}\":\n{Log}");
    }

    /// <summary>Waits until it has ended and its last lines were read, as <see cref="HasExited"/> says.</summary>
    public bool WaitForExit(TimeSpan patience)
    {
        if (!_process.WaitForExit(patience))
        {
            return false;
        }

        while (!HasExited)
        {
            Thread.Sleep(5);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(TimeSpan.FromSeconds(5));
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            Interlocked.Decrement(ref _openStreams);
            return;
        }

        lock (_lock)
        {
            _lines.Add(new LogLine(Stopwatch.GetTimestamp(), line));
        }
    }
}
