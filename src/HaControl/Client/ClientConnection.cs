using Newtonsoft.Json.Linq;
using NginxHa.Control.Protocol;
using NginxHa.Topology.Document.Shapes;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Control.Client;

/// <summary>One connection to the agent, with any number of requests under way.</summary>
internal sealed class ClientConnection : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly LineReader _reader;
    private readonly LineWriter _writer;
    private readonly object _lock = new();
    private readonly Dictionary<long, PendingRequest> _pending = [];
    private VrrpEngineException? _end;
    private Task _reading = Task.CompletedTask;
    private long _lastId;

    private ClientConnection(Stream stream, ControlClientSettings settings)
    {
        _stream = stream;
        _reader = new LineReader(stream);
        _writer = new LineWriter(stream, settings.RequestTimeout, settings.TimeProvider);
    }

    /// <summary>Whether requests can be sent over it.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _end is null;
            }
        }
    }

    /// <summary>Whether nobody waits for anything.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count == 0;
            }
        }
    }

    /// <summary>Connects, and hears who answers.</summary>
    /// <exception cref="VrrpEngineException">No agent runs there, it is of another version, or it refuses this client.</exception>
    public static async Task<ClientConnection> OpenAsync(ControlClientSettings settings, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(settings.ConnectTimeout, settings.TimeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            Stream stream = await ControlConnector.ConnectAsync(settings.Address, limit.Token).ConfigureAwait(false);
            var connection = new ClientConnection(stream, settings);
            try
            {
                await connection.HearGreetingAsync(limit.Token).ConfigureAwait(false);
                connection._reading = Task.Run(connection.ReadAsync, CancellationToken.None);
                return connection;
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new VrrpEngineException(
                VrrpEngineError.AgentUnavailable,
                FormattableString.Invariant($"The agent at '{settings.Address}' did not answer within {settings.ConnectTimeout.TotalSeconds:0.###} s."),
                exception);
        }
    }

    /// <summary>Sends a request; requests that are sent one after the other are begun in that order.</summary>
    /// <exception cref="VrrpEngineException">The connection is of no use any more.</exception>
    public async Task<long> SendAsync(string method, JObject parameters, PendingRequest pending, CancellationToken cancellationToken)
    {
        long id;
        lock (_lock)
        {
            if (_end is not null)
            {
                throw _end;
            }

            id = ++_lastId;
            _pending[id] = pending;
        }

        try
        {
            await _writer.WriteAsync(new ControlRequest(id, method, parameters).ToToken(), cancellationToken).ConfigureAwait(false);
            return id;
        }
        catch (ControlException exception)
        {
            Forget(id);
            throw new VrrpEngineException(ControlErrorCode.ToEngineError(exception.Error.Code), exception.Message, exception);
        }
        catch (ConnectionLostException exception)
        {
            End(Lost(exception.Message, exception));
            throw _end!;
        }
        catch
        {
            Forget(id);
            throw;
        }
    }

    /// <summary>Waits for the answer no longer, and says so to the agent.</summary>
    public async Task CancelAsync(long id)
    {
        Forget(id);
        try
        {
            await SendAsync(ControlMethods.RequestCancel, new JObject { ["request"] = id }, new PendingRequest(item: null), CancellationToken.None).ConfigureAwait(false);
        }
        catch (VrrpEngineException)
        {
            // The connection is gone, and the request with it.
        }
    }

    /// <summary>Closes the connection; what waits for an answer gets an error.</summary>
    public async ValueTask DisposeAsync()
    {
        End(Lost("this client closed the connection", null));
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        _writer.Dispose();
    }

    private static VrrpEngineException Lost(string reason, Exception? cause) => new(
        VrrpEngineError.AgentUnavailable, $"The connection to the agent was lost ({reason}). Whether a request under way was carried out is not known.", cause);

    public static VrrpEngineException Incomprehensible(string reason, Exception? cause = null) => new(
        VrrpEngineError.AgentIncompatible,
        $"The agent says what this module ({ControlProtocol.ProgramVersion}) does not understand: {reason} Install the agent of this module with Install-HaAgent, or use the module of the agent.",
        cause);

    private static VrrpEngineException ToException(ControlError error) => new(ControlErrorCode.ToEngineError(error.Code), error.Message, new ControlException(error));

    private async Task HearGreetingAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? line;
        try
        {
            line = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw Lost(exception.Message, exception);
        }

        JObject greeting = line is { } heard && Load(heard.Span) is { } json
            ? json
            : throw Lost("it closed at once", null);
        if (greeting[ControlKeys.Protocol] is not JValue { Type: JTokenType.Integer, Value: long and ControlProtocol.Version })
        {
            throw new VrrpEngineException(
                VrrpEngineError.AgentIncompatible,
                $"The agent is of version {greeting[ControlKeys.Agent]} and speaks protocol {greeting[ControlKeys.Protocol]}; this module is of version {ControlProtocol.ProgramVersion} and speaks {ControlProtocol.Version}. Install the agent of this module with Install-HaAgent, or use the module of the agent.");
        }

        if (greeting[ControlKeys.Error] is { } refusal)
        {
            throw ToException(ReadShape(ControlError.Shape, refusal));
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _reader.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
            {
                Take(Load(line.Span));
            }

            End(Lost("the agent ended it", null));
        }
        catch (VrrpEngineException exception)
        {
            End(exception);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidDataException)
        {
            End(Lost(exception.Message, exception));
        }
    }

    private void Take(JObject reply)
    {
        if (reply[ControlKeys.Id] is not JValue { Type: JTokenType.Integer, Value: long id })
        {
            // An error that belongs to no request: the agent could not read what it got, and ends the connection.
            throw reply[ControlKeys.Error] is { } general ? ToException(ReadShape(ControlError.Shape, general)) : Incomprehensible("A reply without a number.");
        }

        PendingRequest? pending;
        bool isItem = reply.ContainsKey(ControlKeys.Item);
        lock (_lock)
        {
            _ = isItem ? _pending.TryGetValue(id, out pending) : _pending.Remove(id, out pending);
        }

        // An answer that nobody waits for any more was cancelled while it was on its way.
        if (pending is null)
        {
            return;
        }

        try
        {
            if (isItem)
            {
                pending.Take(reply[ControlKeys.Item]!);
            }
            else if (reply[ControlKeys.Error] is { } error)
            {
                pending.Fail(ToException(ReadShape(ControlError.Shape, error)));
            }
            else if (reply[ControlKeys.Result] is JObject result)
            {
                pending.Complete(result);
            }
            else
            {
                throw Incomprehensible("A reply that is neither item, result nor error.");
            }
        }
        catch (VrrpEngineException exception)
        {
            // One answer that cannot be read does not take the others along.
            Forget(id);
            pending.Fail(exception);
        }
    }

    /// <summary>A value of a reply by its shape.</summary>
    /// <exception cref="VrrpEngineException">It has another one.</exception>
    public static T ReadShape<T>(Shape<T> shape, JToken token)
    {
        var context = new ReadContext(file: null);
        return shape.TryRead(token, context, out T value) && !context.HasErrors
            ? value
            : throw Incomprehensible(string.Join(" ", context.Findings.Select(static finding => finding.Message)));
    }

    private static JObject Load(ReadOnlySpan<byte> line)
    {
        try
        {
            return ControlRequest.Load(line) as JObject ?? throw Incomprehensible("A line that is no object.");
        }
        catch (ControlException exception)
        {
            throw Incomprehensible(exception.Message, exception);
        }
    }

    private void Forget(long id)
    {
        lock (_lock)
        {
            _pending.Remove(id);
        }
    }

    private void End(VrrpEngineException reason)
    {
        PendingRequest[] lost;
        lock (_lock)
        {
            _end ??= reason;
            lost = [.. _pending.Values];
            _pending.Clear();
        }

        foreach (PendingRequest pending in lost)
        {
            pending.Fail(reason);
        }
    }
}
