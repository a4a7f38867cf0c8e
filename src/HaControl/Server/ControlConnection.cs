using System.Collections.Concurrent;
using Newtonsoft.Json.Linq;
using NginxHa.Control.Protocol;
using NginxHa.Topology;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Control.Server;

/// <summary>One client: reads its requests, runs them beside each other, and writes what comes of them.</summary>
internal sealed class ControlConnection(ControlPeer peer, ControlDispatcher dispatcher, ControlServerSettings settings, CancellationToken closing) : IAsyncDisposable
{
    private readonly LineWriter _writer = new(peer.Stream, settings.SendTimeout, settings.TimeProvider);
    private readonly ConcurrentDictionary<long, ActiveRequest> _byId = new();
    private readonly ConcurrentDictionary<ActiveRequest, bool> _active = new();
    private readonly CancellationTokenSource _gone = new();

    /// <summary>Serves the client until it leaves, breaks the protocol, or the server closes.</summary>
    public async Task ServeAsync()
    {
        try
        {
            await _writer.WriteAsync(Greeting(), CancellationToken.None).ConfigureAwait(false);
            await ReadRequestsAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The client left, or the server closes.
            LogSlowness(exception);
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Tells the client why it is not served.</summary>
    public async Task RefuseAsync(ControlError error)
    {
        JObject greeting = Greeting();
        greeting[ControlKeys.Error] = error.ToToken();
        try
        {
            await _writer.WriteAsync(greeting, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ConnectionLostException)
        {
            // It did not wait to hear it.
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends what is under way, by itself where the server closes, and lets the client go.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (ActiveRequest request in _active.Keys)
        {
            if (request.IsStream || !closing.IsCancellationRequested)
            {
                request.Cancel();
            }
        }

        Task rest = Task.WhenAll(_active.Keys.Select(static request => request.Task));
        await rest.WaitAsync(settings.CloseTimeout, settings.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _gone.CancelAsync().ConfigureAwait(false);
        await peer.Stream.DisposeAsync().ConfigureAwait(false);
        await rest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _writer.Dispose();
        _gone.Dispose();
    }

    private static JObject Greeting() => new()
    {
        [ControlKeys.Protocol] = ControlProtocol.Version,
        [ControlKeys.Agent] = ControlProtocol.ProgramVersion,
        [ControlKeys.ProcessId] = Environment.ProcessId,
    };

    private static JObject Reply(long? id, string key, JToken value) => new() { [ControlKeys.Id] = id, [key] = value };

    private async Task ReadRequestsAsync()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(closing, _gone.Token);
        var reader = new LineReader(peer.Stream);
        while (true)
        {
            ReadOnlyMemory<byte>? line;
            try
            {
                line = await reader.ReadAsync(stop.Token).ConfigureAwait(false);
            }
            catch (InvalidDataException exception)
            {
                // Where the next request begins is not known any more.
                await WriteErrorAsync(null, new ControlError(ControlErrorCode.LineTooLong, exception.Message)).ConfigureAwait(false);
                return;
            }

            if (line is null)
            {
                return;
            }

            await AcceptAsync(line.Value).ConfigureAwait(false);
        }
    }

    private async Task AcceptAsync(ReadOnlyMemory<byte> line)
    {
        long? id = null;
        try
        {
            var request = ControlRequest.Parse(line.Span, out id);
            if (request.Method == ControlMethods.RequestCancel)
            {
                Cancel(request.Read(WireParameters.Cancel).Request);
                await _writer.WriteAsync(Reply(request.Id, ControlKeys.Result, new JObject()), CancellationToken.None).ConfigureAwait(false);
                return;
            }

            Begin(request);
        }
        catch (ControlException exception)
        {
            await WriteErrorAsync(id, exception.Error).ConfigureAwait(false);
        }
    }

    private void Cancel(long id)
    {
        if (_byId.TryGetValue(id, out ActiveRequest? active))
        {
            active.Cancel();
        }
    }

    private void Begin(ControlRequest request)
    {
        if (_active.Count >= settings.MaximumRequestsPerClient)
        {
            throw new ControlException(ControlErrorCode.TooManyRequests, $"{settings.MaximumRequestsPerClient} requests of this client are under way, which is the most at a time.");
        }

        var active = new ActiveRequest(request.Method == ControlMethods.EventWatch, _gone.Token);
        if (!_byId.TryAdd(request.Id, active))
        {
            active.Dispose();
            throw new ControlException(ControlErrorCode.MalformedRequest, $"A request with the {ControlKeys.Id} {request.Id} is under way already.");
        }

        _active[active] = true;

        // Its first part runs here and now: a stream of events has begun before the next request is read.
        active.Task = RunAsync(request, active);
    }

    private async Task RunAsync(ControlRequest request, ActiveRequest active)
    {
        try
        {
            try
            {
                JObject result = await dispatcher.RunAsync(
                    request, peer, item => _writer.WriteAsync(Reply(request.Id, ControlKeys.Item, item), active.Token), active.Token).ConfigureAwait(false);
                await FinishAsync(request, ControlKeys.Result, result).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not ConnectionLostException)
            {
                await FinishAsync(request, ControlKeys.Error, ToError(request, exception, active).ToToken()).ConfigureAwait(false);
            }
        }
        catch (ConnectionLostException exception)
        {
            LogSlowness(exception);
            await _gone.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            _active.TryRemove(active, out _);
            active.Dispose();
        }
    }

    private Task FinishAsync(ControlRequest request, string key, JToken answer)
    {
        // Whoever waits for the answer may use the number again as soon as it has it.
        _byId.TryRemove(request.Id, out _);
        return _writer.WriteAsync(Reply(request.Id, key, answer), CancellationToken.None);
    }

    private void LogSlowness(Exception exception)
    {
        if (exception is ConnectionLostException { InnerException: OperationCanceledException })
        {
            settings.Log?.Invoke(AgentLogLevel.Warning, $"The control socket let {peer} go: {exception.Message}");
        }
    }

    private ControlError ToError(ControlRequest request, Exception exception, ActiveRequest active)
    {
        switch (exception)
        {
            case ControlException refused:
                return refused.Error;
            case VrrpEngineException refused:
                return new ControlError(refused.Error.ToString(), refused.Message);
            case OperationCanceledException when closing.IsCancellationRequested:
                return new ControlError(ControlErrorCode.Closing, "The agent ends.");
            case OperationCanceledException when active.Token.IsCancellationRequested:
                return new ControlError(ControlErrorCode.Cancelled, "The request was cancelled.");
            default:
                settings.Log?.Invoke(AgentLogLevel.Error, $"{request.Method} of {peer} failed: {exception}");
                return new ControlError(ControlErrorCode.InternalError, $"{request.Method} failed in the agent: {exception.Message}");
        }
    }

    private Task WriteErrorAsync(long? id, ControlError error) => _writer.WriteAsync(Reply(id, ControlKeys.Error, error.ToToken()), CancellationToken.None);
}
