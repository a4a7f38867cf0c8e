using System.Net;
using System.Net.Sockets;

namespace NginxHa.Nginx.Measurement;

/// <summary>
/// Measures a service as its clients see it: a fresh connection every few milliseconds, each with its own time-out, so that
/// the length of an outage is known to about one interval.
/// </summary>
public sealed class AvailabilityProbe : IDisposable
{
    private readonly object _gate = new();
    private readonly AvailabilityProbeOptions _options;
    private readonly Action<Action>? _enterNetwork;
    private readonly TimeProvider _time;
    private readonly ManualResetEventSlim _stop = new();
    private readonly TaskCompletionSource<EndPoint> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _startedStamp;
    private DateTimeOffset _started;
    private IProbeRequest? _request;
    private AvailabilityWindow _window;
    private AvailabilityWindow? _closing;
    private TaskCompletionSource? _settled;
    private bool _isOver;

    private AvailabilityProbe(AvailabilityProbeOptions options, Action<Action>? enterNetwork, TimeProvider time)
    {
        _options = options;
        _enterNetwork = enterNetwork;
        _time = time;
        _window = new AvailabilityWindow(TimeSpan.Zero, options.EffectiveOutageThreshold);
    }

    /// <summary>What is measured.</summary>
    public AvailabilityProbeOptions Options => _options;

    /// <summary>Whether requests are still being started or under way.</summary>
    public bool IsRunning => !_completed.Task.IsCompleted;

    /// <summary>Ends when the count or the duration is reached or the measurement was stopped, and the last request has ended.</summary>
    public Task Completion => _completed.Task;

    /// <summary>Starts a measurement, and returns once its first request is about to be sent.</summary>
    /// <param name="options">What to measure.</param>
    /// <param name="enterNetwork">
    /// Calls the action it is given on the same thread, with the network entered that the requests are to come from (a
    /// network namespace); null for the process's own.
    /// </param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="SocketException">The host name has no address.</exception>
    public static async Task<AvailabilityProbe> StartAsync(
        AvailabilityProbeOptions options,
        Action<Action>? enterNetwork = null,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var probe = new AvailabilityProbe(options, enterNetwork, time ?? TimeProvider.System);
        new Thread(probe.RunThread) { IsBackground = true, Name = "NginxHa availability probe" }.Start();
        try
        {
            await probe._ready.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return probe;
        }
        catch
        {
            probe.Dispose();
            throw;
        }
    }

    /// <summary>What was seen since the start, or since the last <see cref="NextAsync"/>, as of now.</summary>
    public AvailabilityReport Read()
    {
        lock (_gate)
        {
            return Report(_window);
        }
    }

    /// <summary>
    /// Ends the present stretch, begins a new one, and gives the report of the old one once each request that was started
    /// in it has ended (a time-out later at most). For one report an event: what a failover did, what the return did.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another stretch is still being closed.</exception>
    public async Task<AvailabilityReport> NextAsync(CancellationToken cancellationToken = default)
    {
        AvailabilityWindow old;
        Task settled;
        lock (_gate)
        {
            if (_closing is not null)
            {
                throw new InvalidOperationException("The stretch before this one is still being closed.");
            }

            TimeSpan now = Now();
            old = _window;
            if (!_isOver)
            {
                old.Close(now);
            }

            _window = new AvailabilityWindow(now, _options.EffectiveOutageThreshold, old.LastServer, old.LastBegin);
            if (_isOver)
            {
                _window.Close(now);
            }

            settled = CloseWhenSettled(old);
        }

        await settled.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            return Report(old);
        }
    }

    /// <summary>Starts no more requests and gives the report of the present stretch once the last one has ended.</summary>
    public async Task<AvailabilityReport> StopAsync(CancellationToken cancellationToken = default)
    {
        _stop.Set();
        await _completed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Read();
    }

    /// <summary>Starts no more requests; those under way end by themselves.</summary>
    public void Dispose() => _stop.Set();

    private void RunThread()
    {
        try
        {
            if (_enterNetwork is null)
            {
                Measure();
            }
            else
            {
                _enterNetwork(Measure);
            }
        }
        catch (Exception exception)
        {
            // Before the first request the caller of StartAsync waits for it; after it the loop itself does not throw.
            if (!_ready.TrySetException(exception))
            {
                _completed.TrySetException(exception);
            }
        }
    }

    private void Measure()
    {
        IPEndPoint endPoint = Resolve();
        _request = _options.Uri.Scheme == "tcp" ? new TcpProbeRequest(endPoint) : new HttpProbeRequest(_options, endPoint);
        _started = _time.GetUtcNow();
        _startedStamp = _time.GetTimestamp();
        _ready.SetResult(endPoint);
        StartRequests(endPoint.AddressFamily);
        lock (_gate)
        {
            _isOver = true;
            _window.Close(Now());
            CompleteWhenSettled();
        }
    }

    private void StartRequests(AddressFamily family)
    {
        TimeSpan due = TimeSpan.Zero;
        for (long number = 0; _options.Count is not { } count || number < count; number++)
        {
            TimeSpan now = Now();
            while (now < due)
            {
                if (_stop.Wait(Math.Max(1, (int)(due - now).TotalMilliseconds)))
                {
                    return;
                }

                now = Now();
            }

            if (_stop.IsSet || now >= _options.Duration)
            {
                return;
            }

            StartRequest(family);
            due += _options.Interval;

            // After a pause of this machine the requests missed are not made up for: they would all tell the same.
            if (due < now)
            {
                due = now + _options.Interval;
            }
        }
    }

    private void StartRequest(AddressFamily family)
    {
        AvailabilityWindow window;
        TimeSpan began;
        lock (_gate)
        {
            began = Now();
            window = _window;
            window.Begin(began);
        }

        Socket socket;
        try
        {
            // A socket belongs to the network that its thread is in when it is made: later steps may run on any thread.
            socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        }
        catch (SocketException exception)
        {
            End(window, began, ProbeOutcome.Failure(exception.SocketErrorCode.ToString()));
            return;
        }

        _ = FollowAsync(window, began, socket);
    }

    private async Task FollowAsync(AvailabilityWindow window, TimeSpan began, Socket socket)
    {
        ProbeOutcome outcome;
        using (socket)
        {
            using var limit = new CancellationTokenSource(_options.Timeout, _time);
            try
            {
                outcome = await _request!.RunAsync(socket, limit.Token).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                outcome = ProbeOutcome.From(exception, limit.IsCancellationRequested);
            }
        }

        End(window, began, outcome);
    }

    private void End(AvailabilityWindow window, TimeSpan began, ProbeOutcome outcome)
    {
        lock (_gate)
        {
            TimeSpan now = Now();
            if (outcome.FailureReason is { } reason)
            {
                window.Fail(began, now, reason);
            }
            else
            {
                window.CountAnswer(now - began);
                _window.Hear(now, outcome.Server);
            }

            if (_closing is { IsSettled: true })
            {
                _closing = null;
                _settled!.SetResult();
            }

            CompleteWhenSettled();
        }
    }

    private Task CloseWhenSettled(AvailabilityWindow old)
    {
        if (old.IsSettled)
        {
            return Task.CompletedTask;
        }

        _closing = old;
        _settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _settled.Task;
    }

    private void CompleteWhenSettled()
    {
        if (_isOver && _window.IsSettled && _closing is null)
        {
            _completed.TrySetResult();
        }
    }

    private IPEndPoint Resolve()
    {
        string host = _options.Uri.IdnHost.Trim('[', ']');
        IPAddress address = IPAddress.TryParse(host, out IPAddress? literal) ? literal : Dns.GetHostAddresses(host)[0];
        return new IPEndPoint(address, _options.Uri.Port);
    }

    private TimeSpan Now() => _time.GetElapsedTime(_startedStamp);

    private AvailabilityReport Report(AvailabilityWindow window) =>
        window.Report(_options.Uri, Now(), offset => _started + offset);
}
