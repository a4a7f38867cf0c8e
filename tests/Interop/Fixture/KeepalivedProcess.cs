using System.Globalization;
using System.Text.Json;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>
/// A real keepalived (its VRRP part) in a node's namespace, with a configuration, process id files and data files of its own.
/// Disposing stops it as an administrator would.
/// </summary>
public sealed class KeepalivedProcess : IDisposable
{
    private const int SignalJson = 36;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ScratchFolder _folder = new();
    private readonly BackgroundProcess _process;
    private readonly string _configurationPath;
    private bool _killed;
    private bool _disposed;

    private KeepalivedProcess(TestNode node, string configuration, string program)
    {
        Node = node;
        _configurationPath = _folder.Write("keepalived.conf", configuration);
        _process = node.Start(
            program,
            [
                "--dont-fork", "--log-console", "--log-detail", "--no-syslog", "--vrrp", "--dont-respawn",
                "--use-file", _configurationPath, "--pid", _folder["parent.pid"], "--vrrp_pid", _folder["vrrp.pid"],
            ],
            new Dictionary<string, string> { ["TMPDIR"] = _folder.Path });
    }

    /// <summary>Node it runs on.</summary>
    public TestNode Node { get; }

    /// <summary>Everything it logged.</summary>
    public string Log => _process.Log;

    /// <summary>Lines of the log with their times.</summary>
    public IReadOnlyList<LogLine> Lines => _process.Lines;

    /// <summary>Starts keepalived and returns when it has read its configuration and opened its sockets.</summary>
    public static async Task<KeepalivedProcess> StartAsync(TestNode node, string configuration, CancellationToken cancellationToken, string program = "keepalived")
    {
        ArgumentNullException.ThrowIfNull(node);
        KeepalivedProcess keepalived = node.Network.Own(new KeepalivedProcess(node, configuration, program));
        await keepalived._process.WaitForLineAsync("Startup complete", Patience, cancellationToken);
        return keepalived;
    }

    /// <summary>State that an instance last reported: INIT, BACKUP, MASTER or FAULT.</summary>
    public string StateOf(string instance)
    {
        string start = $"({instance}) Entering ";
        string? line = Lines.LastOrDefault(line => line.Text.Contains(start, StringComparison.Ordinal))?.Text;
        if (line is null)
        {
            return "INIT";
        }

        string rest = line[(line.IndexOf(start, StringComparison.Ordinal) + start.Length)..];
        return rest.Split(' ')[0];
    }

    /// <summary>Waits until an instance is in a state: BACKUP, MASTER or FAULT.</summary>
    public Task WaitForStateAsync(string instance, string state, TimeSpan patience, CancellationToken cancellationToken) =>
        Eventually.TrueAsync(() => StateOf(instance) == state, patience, () => $"keepalived {instance} {state} in:\n{Log}", cancellationToken);

    /// <summary>Waits until an instance is in a state; keepalived's slowest start at an interval of 1 s fits in.</summary>
    public Task WaitForStateAsync(string instance, string state, CancellationToken cancellationToken) =>
        WaitForStateAsync(instance, state, Patience, cancellationToken);

    /// <summary>Asks keepalived for its instances and their counters.</summary>
    public async Task<IReadOnlyDictionary<string, KeepalivedInstance>> ReadInstancesAsync(CancellationToken cancellationToken)
    {
        string path = _folder["keepalived.json"];
        File.Delete(path);
        _process.Signal(SignalJson);
        List<KeepalivedInstance>? instances = null;
        await Eventually.TrueAsync(
            () => (instances = TryRead(path)) is not null, Patience, () => "a complete keepalived.json", cancellationToken);
        return instances!.ToDictionary(instance => instance.Name, StringComparer.Ordinal);
    }

    /// <summary>Replaces the configuration and has keepalived read it.</summary>
    public void Reload(string configuration)
    {
        const int hangUp = 1;
        File.WriteAllText(_configurationPath, configuration);
        _process.Signal(hangUp);
    }

    /// <summary>Kills both processes without giving them a chance to say anything.</summary>
    public void Kill()
    {
        _killed = true;

        // The child first: when its parent dies it gets SIGTERM from the kernel and would end in good order.
        Native.Kill(ReadChildId(), Native.SignalKill);
        _process.Signal(Native.SignalKill);
        _process.WaitForExit(Patience);
    }

    /// <summary>Freezes the VRRP process: it neither sends nor hears anything.</summary>
    public void Pause() => Native.Kill(ReadChildId(), Native.SignalStop);

    /// <summary>Lets the VRRP process go on.</summary>
    public void Resume() => Native.Kill(ReadChildId(), Native.SignalContinue);

    /// <summary>Stops it as an administrator would: it sends priority 0 and removes its addresses.</summary>
    public void Stop()
    {
        _process.Signal(Native.SignalTerminate);
        if (!_process.WaitForExit(Patience))
        {
            throw new TimeoutException($"keepalived did not stop:\n{Log}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            if (!_killed && !_process.HasExited)
            {
                Stop();
            }
        }
        finally
        {
            _process.Dispose();
            _folder.Dispose();
        }
    }

    private static List<KeepalivedInstance>? TryRead(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            return [.. document.RootElement.EnumerateArray().Select(KeepalivedInstance.Read)];
        }
        catch (JsonException)
        {
            // It is still being written.
            return null;
        }
    }

    private int ReadChildId() => int.Parse(File.ReadAllText(_folder["vrrp.pid"]), CultureInfo.InvariantCulture);
}
