using System.Collections.Immutable;
using NginxHa.Agent.Logging;
using NginxHa.Control;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;
using NginxHa.Nginx.Health;
using NginxHa.Topology;
using NginxHa.Topology.Document;
using NginxHa.Vrrp.Options;

namespace NginxHa.Agent.Upstreams;

/// <summary>
/// The monitors of nginx's upstreams that the document declares: what changes is started anew, the rest goes on. One that cannot start
/// (nginx may not be installed yet) is tried again by <see cref="StartMissingAsync"/>. Changes come one after the other.
/// </summary>
internal sealed partial class UpstreamWatch(AgentLog log) : IDisposable
{
    private const int MostNamed = 100;
    private static readonly ImmutableHashSet<string> None = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly UpstreamMonitorSet _running = new();
    private readonly SemaphoreSlim _changes = new(1, 1);
    private readonly Dictionary<string, string> _problems = new(StringComparer.OrdinalIgnoreCase);
    private volatile NginxSettings _declared = new();

    // By request, until the document is read again: what clients have started, and what they have stopped of the document.
    private volatile ImmutableHashSet<string> _asked = None;
    private volatile ImmutableHashSet<string> _stopped = None;

    /// <summary>Whether a declared monitor does not run yet.</summary>
    public bool IsMissing => Missing(_declared).Any();

    /// <summary>Answers tracks. A monitor that is declared and has not started yet says nothing, rather than that all is down.</summary>
    public TrackResult Judge(UpstreamTrackOptions track) => Missing(_declared).Any(settings => IsName(settings.Name, track.Monitor))
        ? TrackResult.Pending
        : UpstreamTracks.Judge(_running, track);

    /// <summary>Says what the document declares, before anything asks; <see cref="StartMissingAsync"/> starts it.</summary>
    public void Declare(NginxSettings? settings) => _declared = settings ?? new NginxSettings();

    /// <summary>What would change with other settings, for the report of a reload.</summary>
    public static IReadOnlyList<ReloadChange> Compare(NginxSettings? before, NginxSettings? after)
    {
        Dictionary<string, string> old = Describe(before);
        Dictionary<string, string> wanted = Describe(after);
        return
        [
            .. old.Keys.Where(name => !wanted.ContainsKey(name)).Select(static name => Change(name, "stopped")),
            .. wanted.Where(pair => !old.ContainsKey(pair.Key)).Select(static pair => Change(pair.Key, "started")),
            .. wanted.Where(pair => old.TryGetValue(pair.Key, out string? text) && text != pair.Value).Select(static pair => Change(pair.Key, "started anew")),
        ];
    }

    /// <summary>Brings the monitors to other settings.</summary>
    public async Task ApplyAsync(NginxSettings? settings)
    {
        NginxSettings wanted = settings ?? new NginxSettings();
        await _changes.WaitAsync().ConfigureAwait(false);
        try
        {
            Dictionary<string, string> before = Describe(_declared);
            Dictionary<string, string> after = Describe(wanted);
            NginxSettings former = _declared;
            _declared = wanted;
            _stopped = None;
            foreach (string name in _asked.Where(after.ContainsKey))
            {
                // What a client runs under a name of the document comes back to the document.
                await StopAsync(name, keepMarks: false).ConfigureAwait(false);
                _asked = _asked.Remove(name);
            }

            foreach ((string name, string text) in before)
            {
                if (_asked.Contains(name))
                {
                    continue;
                }

                if (!after.TryGetValue(name, out string? other))
                {
                    await StopAsync(name, keepMarks: false).ConfigureAwait(false);
                }
                else if (other != text)
                {
                    // The one that follows knows the marks of the one before, where it watches the same servers.
                    await StopAsync(name, Succeeds(former, wanted, name)).ConfigureAwait(false);
                }
            }

            await StartAsync().ConfigureAwait(false);
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <summary>Tries again to start what does not run.</summary>
    public async Task StartMissingAsync()
    {
        await _changes.WaitAsync().ConfigureAwait(false);
        try
        {
            await StartAsync().ConfigureAwait(false);
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <summary>Stops everything; servers that were taken out come back, since nobody is left to bring them back later.</summary>
    public async Task StopAllAsync()
    {
        await _changes.WaitAsync().ConfigureAwait(false);
        try
        {
            _declared = new NginxSettings();
            await Task.WhenAll(_running.List().Select(monitor => StopAsync(monitor.Name, keepMarks: false))).ConfigureAwait(false);
        }
        finally
        {
            _changes.Release();
        }
    }

    public void Dispose() => _changes.Dispose();

    private static bool IsName(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static ReloadChange Change(string name, string detail) => new(ReloadChangeKind.SettingChanged, $"upstream monitor {name}", detail);

    /// <summary>Each monitor as the document would have it, with the nginx that it belongs to.</summary>
    private static Dictionary<string, string> Describe(NginxSettings? settings) => (settings?.UpstreamMonitors ?? []).ToDictionary(
        static monitor => monitor.Name,
        monitor => $"{settings!.Program}\n{settings.ConfigurationPath}\n{MonitorShapes.Monitor.Write(monitor).ToString(Newtonsoft.Json.Formatting.None)}",
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a monitor as it shall be minds all servers that it has minded so far.</summary>
    private static bool Succeeds(NginxSettings before, NginxSettings after, string name)
    {
        MonitorOptions old = Options(before), wanted = Options(after);
        return before.ConfigurationPath == after.ConfigurationPath && before.Program == after.Program && !wanted.ReadOnly
            && (wanted.Upstreams.Count == 0 || (old.Upstreams.Count > 0 && !old.Upstreams.Except(wanted.Upstreams).Any()));

        MonitorOptions Options(NginxSettings settings) => settings.UpstreamMonitors.First(monitor => IsName(monitor.Name, name)).Options;
    }

    private IEnumerable<UpstreamMonitorSettings> Missing(NginxSettings declared) =>
        declared.UpstreamMonitors.Where(settings => _running.Find(settings.Name) is null && !_stopped.Contains(settings.Name));

    private async Task StartAsync()
    {
        NginxSettings declared = _declared;
        foreach (UpstreamMonitorSettings settings in Missing(declared))
        {
            try
            {
                await StartAsync(new UpstreamMonitorRequest { Name = settings.Name, Options = settings.Options }, mayWait: true, CancellationToken.None).ConfigureAwait(false);
                Note(settings.Name, problem: null);
            }
            catch (Exception exception) when (exception is NginxException or UpstreamMonitorException or ConfigurationException or IOException or UnauthorizedAccessException)
            {
                // Told once, not with each attempt.
                if (Note(settings.Name, exception.Message))
                {
                    log.Error($"Upstream monitor {settings.Name} could not be started: {exception.Message}", new LogField("monitor", settings.Name));
                }
            }
        }
    }

    /// <summary>Starts a monitor of the nginx that the document means, unless another one is named.</summary>
    private async Task<UpstreamMonitor> StartAsync(UpstreamMonitorRequest request, bool mayWait, CancellationToken cancellationToken)
    {
        NginxSettings declared = _declared;
        UpstreamMonitor monitor = await _running.PrepareAsync(
            request with { ConfigurationPath = request.ConfigurationPath ?? declared.ConfigurationPath, ProgramPath = request.ProgramPath ?? declared.Program },
            mayWait,
            cancellationToken).ConfigureAwait(false);
        monitor.Happened += happened => Write(monitor.Name, happened);
        _running.Start(monitor, mayWait);
        log.Information($"Upstream monitor {monitor.Name} watches {monitor.Path}.", new LogField("monitor", monitor.Name));
        return monitor;
    }

    /// <summary>Keeps why a declared monitor does not run.</summary>
    /// <returns>Whether that is news.</returns>
    private bool Note(string name, string? problem)
    {
        lock (_problems)
        {
            bool isNew = _problems.GetValueOrDefault(name) != problem;
            if (problem is null)
            {
                _problems.Remove(name);
            }
            else
            {
                _problems[name] = problem;
            }

            return isNew;
        }
    }

    private async Task StopAsync(string name, bool keepMarks)
    {
        using var deadline = new CancellationTokenSource(StopTimeout);
        try
        {
            await _running.StopAsync(name, keepMarks, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or NginxException or ConfigurationException or IOException or UnauthorizedAccessException)
        {
            log.Error($"Upstream monitor {name} did not end in good order: {exception.Message}", new LogField("monitor", name));
        }
    }

    private void Write(string name, MonitorEvent happened) => log.Write(
        happened.Kind switch
        {
            MonitorEventKind.Failed => AgentLogLevel.Error,
            MonitorEventKind.Unhealthy or MonitorEventKind.TakenOut => AgentLogLevel.Warning,
            _ => AgentLogLevel.Information,
        },
        $"Upstream monitor {name}: {happened.Message}",
        new LogField("monitor", name),
        new LogField("event", happened.Kind.ToString()),
        new LogField("servers", string.Join(", ", happened.Servers.Take(MostNamed))));
}
