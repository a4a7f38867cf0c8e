using System.Threading.Channels;
using NginxHa.Agent.CommandLine;
using NginxHa.Agent.Configuration;
using NginxHa.Agent.Logging;
using NginxHa.Agent.Recovery;
using NginxHa.Agent.Reloading;
using NginxHa.Agent.Scheduling;
using NginxHa.Agent.Service;
using NginxHa.Agent.Upstreams;
using NginxHa.Control;
using NginxHa.Topology;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Agent.Hosting;

/// <summary>The agent at work: its parts, put together, and what it does until it is told to stop.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StatusDelay = TimeSpan.FromMilliseconds(200);

    private readonly AgentArguments _arguments;
    private readonly AgentConfiguration _configuration;
    private readonly Channel<AgentRequest> _requests;
    private readonly AgentLog _log;
    private readonly ServiceManager _manager;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ending = new();
    private readonly StateFile _stateFile;
    private readonly StateKeeper _keeper;
    private readonly VrrpEngine _engine;
    private readonly AgentEngine _shared;
    private readonly NodeStarter _starter;
    private readonly AgentSettingsApplier _settings;
    private readonly EventJournal _journal;
    private readonly AgentOperations _operations;
    private readonly UpstreamWatch _upstreams;
    private int _statusIsDue;
    private int _retryIsDue;

    /// <param name="arguments">The command line.</param>
    /// <param name="configuration">What to begin with.</param>
    /// <param name="read">Reads the document again.</param>
    /// <param name="logSettings">Settings of the log after the command line's.</param>
    /// <param name="requests">What the agent is asked to do.</param>
    /// <param name="log">The log.</param>
    /// <param name="manager">The service manager.</param>
    /// <param name="time">Clock.</param>
    public RunningAgent(
        AgentArguments arguments,
        AgentConfiguration configuration,
        Func<ConfigurationResult> read,
        Func<AgentLogSettings, AgentLogSettings> logSettings,
        Channel<AgentRequest> requests,
        AgentLog log,
        ServiceManager manager,
        TimeProvider time)
    {
        _arguments = arguments;
        _configuration = configuration;
        _requests = requests;
        _log = log;
        _manager = manager;
        _time = time;
        _stateFile = StateFile.In(arguments.RuntimeFolder);
        _keeper = new StateKeeper(_stateFile, RuntimeState.CurrentBootId);
        _engine = new VrrpEngine(new VrrpEngineSettings
        {
            Kind = EngineKind.Agent,
            WaitForInterfaces = true,
            RaiseThreadPriority = configuration.Settings.Scheduling.RealTimePriority > 0,
            RealTimePriority = Math.Max(VrrpEngineSettings.LowestRealTimePriority, configuration.Settings.Scheduling.RealTimePriority),
            TimeProvider = time,
        });
        _upstreams = new UpstreamWatch(log);
        _engine.UpstreamCheck = (track, _) => ValueTask.FromResult(_upstreams.Judge(track));
        _shared = new AgentEngine(_engine, _keeper);
        _starter = new NodeStarter(_keeper, log);
        _journal = new EventJournal(log, () => _ = SendStatusAsync());
        _operations = new AgentOperations(this, time);
        _settings = new AgentSettingsApplier(log, logSettings, _operations.CollectMetricsAsync);
        Reloader = new Reloader(configuration, read, _shared, _keeper, _starter, _settings, _upstreams, log, time);
    }

    /// <summary>The engine itself.</summary>
    public VrrpEngine Engine => _engine;

    /// <summary>The command line.</summary>
    public AgentArguments Arguments => _arguments;

    /// <summary>Reads the document again.</summary>
    public Reloader Reloader { get; }

    /// <summary>What could not be started yet.</summary>
    public NodeStarter Starter => _starter;

    /// <summary>The agent's own settings.</summary>
    public AgentSettingsApplier Settings => _settings;

    /// <summary>The monitors of nginx's upstreams.</summary>
    public UpstreamWatch Upstreams => _upstreams;

    /// <summary>The service manager.</summary>
    public ServiceManager Manager => _manager;

    /// <summary>The instances in a few words.</summary>
    public string Summary => _journal.Summary;

    /// <summary>Tries again in a while, when there is anything that could not be started yet.</summary>
    public void ScheduleRetry()
    {
        if ((_starter.Waiting.Count > 0 || _upstreams.IsMissing) && Interlocked.Exchange(ref _retryIsDue, 1) == 0)
        {
            _ = RetryLaterAsync();
        }
    }

    /// <summary>Begins the end.</summary>
    public void Stop() => _requests.Writer.TryWrite(AgentRequest.Stop);

    /// <summary>Runs until told to stop.</summary>
    /// <returns>How the process ends (<see cref="ExitCode"/>).</returns>
    public async Task<int> RunAsync()
    {
        ProcessScheduling.Apply(_configuration.Settings.Scheduling, _log);
        RemoveLeftovers();
        _upstreams.Declare(_configuration.Topology.Nginx);
        Task writing = _journal.RunAsync(_engine.WatchAsync(_ending.Token), CancellationToken.None);
        await _shared.ExclusiveAsync(async engine =>
        {
            await _starter.StartAsync(engine, _configuration.Node).ConfigureAwait(false);
            return true;
        }, CancellationToken.None).ConfigureAwait(false);
        if (_starter.Waiting.Count > 0 && _starter.LastError == VrrpEngineError.NotPermitted)
        {
            _keeper.Delete();
            return ExitCode.NotPermitted;
        }

        StartMetrics();
        await using (ControlServer? control = StartControl())
        {
            GiveMemoryBack();
            _manager.Notify(NotifyMessage.Ready(Summary));
            _log.Information(
                $"nginxha-agent {AgentVersion.Text} runs node '{_configuration.Node.Name}' of {_arguments.DocumentPath} with {_configuration.Node.Instances.Count} instances.");
            Task watching = new Watchdog(_engine.ProbeAsync, _manager, _log, _time).RunAsync(_ending.Token);
            await _upstreams.StartMissingAsync().ConfigureAwait(false);
            await ServeAsync().ConfigureAwait(false);
            _manager.Notify(NotifyMessage.Stopping("The virtual routers give up what they have."));
            _log.Information("The agent stops.");
            await _shared.CloseAsync().ConfigureAwait(false);
            await _upstreams.StopAllAsync().ConfigureAwait(false);
        }

        await _ending.CancelAsync().ConfigureAwait(false);
        await writing.ConfigureAwait(false);
        return ExitCode.Success;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _settings.DisposeAsync().ConfigureAwait(false);
        await _engine.DisposeAsync().ConfigureAwait(false);
        await _upstreams.StopAllAsync().ConfigureAwait(false);
        _upstreams.Dispose();
        _shared.Dispose();
        _ending.Dispose();
    }

    /// <summary>What an agent that was killed has left. A file of an earlier boot speaks of nothing that is there.</summary>
    private void RemoveLeftovers()
    {
        try
        {
            if (_stateFile.Read() is { } state && state.BootId == RuntimeState.CurrentBootId)
            {
                _log.Warning("An earlier agent has not ended in good order; what it has left is taken over or removed.");
                new LeftoverCleaner(message => _log.Information(message), message => _log.Warning(message)).Clean(state, _configuration.Node.Instances);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _log.Warning($"The state file of an earlier agent cannot be read: {exception.Message}");
        }
    }

    private void StartMetrics()
    {
        using SettingsChange change = _settings.Prepare(new AgentSettings(), _configuration.Settings, out string? problem);
        if (problem is null)
        {
            change.Apply();
        }
        else
        {
            _log.Error(problem);
        }
    }

    private ControlServer? StartControl()
    {
        var server = new ControlServer(_shared, _operations, new ControlServerSettings { Address = _arguments.ControlSocket, Log = (level, message) => _log.Write(level, message) }, _upstreams);
        try
        {
            server.Start();
            return server;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Virtual routers that nobody can ask about are better than none.
            _log.Error($"The agent cannot be asked for anything: {exception.Message}");
            return null;
        }
    }

    private async Task ServeAsync()
    {
        ScheduleRetry();
        await foreach (AgentRequest request in _requests.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            switch (request)
            {
                case AgentRequest.Stop:
                    return;
                case AgentRequest.Reload:
                    await _operations.ReloadAsync(CancellationToken.None).ConfigureAwait(false);
                    break;
                case AgentRequest.Retry:
                    await _upstreams.StartMissingAsync().ConfigureAwait(false);
                    await _shared.ExclusiveAsync(async engine =>
                    {
                        await _starter.RetryAsync(engine).ConfigureAwait(false);
                        return true;
                    }, CancellationToken.None).ConfigureAwait(false);
                    ScheduleRetry();
                    break;
            }
        }
    }

    /// <summary>What the start or a reload needed: the heap at once, mapped files when the last of it is done. Locked memory stays as it is.</summary>
    public void GiveMemoryBack()
    {
        StartupMemory.CompactHeap();
        if (!_configuration.Settings.Scheduling.LockMemory)
        {
            _ = Task.Delay(SettlingTime, _time, _ending.Token).ContinueWith(
                static _ => StartupMemory.UnmapFiles(), _ending.Token, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }
    }

    private async Task RetryLaterAsync()
    {
        await Task.Delay(RetryInterval, _time).ConfigureAwait(false);
        Volatile.Write(ref _retryIsDue, 0);
        _requests.Writer.TryWrite(AgentRequest.Retry);
    }

    /// <summary>Tells the service manager how things are: once for the many changes of one moment.</summary>
    private async Task SendStatusAsync()
    {
        if (Interlocked.Exchange(ref _statusIsDue, 1) == 0)
        {
            await Task.Delay(StatusDelay, _time).ConfigureAwait(false);
            Volatile.Write(ref _statusIsDue, 0);
            _manager.Notify(NotifyMessage.Status(Summary));
        }
    }
}
