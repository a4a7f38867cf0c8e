using Newtonsoft.Json.Linq;
using NginxHa.Control.Client;
using NginxHa.Control.Protocol;
using NginxHa.Topology.Document.Shapes;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Control;

/// <summary>
/// The engine of the agent, over its control socket. One connection serves all callers; it is opened by the first request,
/// again after it was lost, and closed when nobody used it for a while.
/// </summary>
/// <remarks>
/// Every member throws <see cref="VrrpEngineException"/>: <see cref="VrrpEngineError.AgentUnavailable"/> when no agent answers,
/// <see cref="VrrpEngineError.AgentIncompatible"/> when it is of another version, <see cref="VrrpEngineError.NotPermitted"/>
/// when the caller may not speak to it, and what the agent's engine says otherwise.
/// </remarks>
public sealed partial class ControlClient : IVrrpEngine, IAsyncDisposable
{
    private readonly ControlClientSettings _settings;
    private readonly ITimer _idle;

    // Held while a request is sent: requests reach the agent in the order in which they were made.
    private readonly SemaphoreSlim _sending = new(1);
    private ClientConnection? _connection;
    private bool _isDisposed;

    /// <summary>Creates a client; it opens nothing before the first request.</summary>
    /// <param name="settings">Where the agent is; null for the usual place.</param>
    public ControlClient(ControlClientSettings? settings = null)
    {
        _settings = settings ?? new ControlClientSettings();
        _idle = _settings.TimeProvider.CreateTimer(static state => ((ControlClient)state!).CloseIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public EngineKind Kind => EngineKind.Agent;

    /// <summary>Where the agent is.</summary>
    public string Address => _settings.Address;

    /// <summary>Makes sure that an agent answers which this client understands.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await RequireConnectionAsync(cancellationToken).ConfigureAwait(false);
            RestartIdle();
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The agent itself, as it is now.</summary>
    public async Task<AgentStatus> GetAgentStatusAsync(CancellationToken cancellationToken) =>
        Read(WireAgent.Status, "status", await CallAsync(ControlMethods.AgentStatus, [], item: null, cancellationToken).ConfigureAwait(false));

    /// <summary>Makes the agent read its document again; see <see cref="IAgentOperations.ReloadAsync"/>.</summary>
    public async Task<ReloadResult> ReloadAgentAsync(CancellationToken cancellationToken) =>
        Read(WireAgent.Reload, "reload", await CallAsync(ControlMethods.AgentReload, [], item: null, cancellationToken).ConfigureAwait(false));

    /// <summary>Makes the agent end in order; see <see cref="IAgentOperations.StopAsync"/>.</summary>
    public Task StopAgentAsync(CancellationToken cancellationToken) => CallAsync(ControlMethods.AgentStop, [], item: null, cancellationToken);

    /// <inheritdoc/>
    public Task<VrrpInstanceStatus> StartAsync(VrrpInstanceOptions options, CancellationToken cancellationToken) =>
        ChangeAsync(ControlMethods.InstanceStart, options, cancellationToken);

    /// <inheritdoc/>
    public Task<VrrpInstanceStatus> UpdateAsync(VrrpInstanceOptions options, CancellationToken cancellationToken) =>
        ChangeAsync(ControlMethods.InstanceUpdate, options, cancellationToken);

    /// <inheritdoc/>
    public async Task<VrrpInstanceStatus> StopAsync(string name, bool abandon, CancellationToken cancellationToken)
    {
        var parameters = (JObject)WireParameters.Stop.Write(new StopParameters(name, abandon));
        return Read(WireInstances.Instance, "instance", await CallAsync(ControlMethods.InstanceStop, parameters, item: null, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public Task SetGroupAsync(SyncGroupOptions group, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        HostTracks.RefuseIn(group.Tracks);
        return CallAsync(ControlMethods.GroupSet, (JObject)WireParameters.Group.Write(new GroupParameters(group)), item: null, cancellationToken);
    }

    /// <inheritdoc/>
    public Task RemoveGroupAsync(string name, CancellationToken cancellationToken) =>
        CallAsync(ControlMethods.GroupRemove, (JObject)WireParameters.Name.Write(new NameParameters(name)), item: null, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<VrrpInstanceStatus>> GetInstancesAsync(CancellationToken cancellationToken) =>
        ListAsync(ControlMethods.InstanceList, WireInstances.Instance, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SyncGroupStatus>> GetGroupsAsync(CancellationToken cancellationToken) =>
        ListAsync(ControlMethods.GroupList, WireInstances.Group, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Requests that are made after this call see nothing happen that the events do not tell of.</remarks>
    public IAsyncEnumerable<VrrpEvent> WatchAsync(CancellationToken cancellationToken) =>
        new ClientEventStream((pending, token) => SendAsync(ControlMethods.EventWatch, [], pending, token), cancellationToken);

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            _isDisposed = true;
            await _idle.DisposeAsync().ConfigureAwait(false);
            await DropAsync().ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    private static T Read<T>(Shape<T> shape, string key, JObject result) => ClientConnection.ReadShape(shape, result[key] ?? JValue.CreateNull());

    private async Task<VrrpInstanceStatus> ChangeAsync(string method, VrrpInstanceOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        HostTracks.RefuseIn(options.Tracks);
        var parameters = (JObject)WireParameters.Instance.Write(new InstanceParameters(options, options.Authentication.SecretsWithheld));
        return Read(WireInstances.Instance, "instance", await CallAsync(method, parameters, item: null, cancellationToken).ConfigureAwait(false));
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(string method, Shape<T> shape, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        await CallAsync(method, [], item => items.Add(ClientConnection.ReadShape(shape, item)), cancellationToken).ConfigureAwait(false);
        return items;
    }

    private async Task<JObject> CallAsync(string method, JObject parameters, Action<JToken>? item, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        TimeSpan timeout = patience > _settings.RequestTimeout ? patience.Value : _settings.RequestTimeout;
        var pending = new PendingRequest(item);
        (ClientConnection connection, long id) = await SendAsync(method, parameters, pending, cancellationToken).ConfigureAwait(false);
        try
        {
            return await pending.Result.WaitAsync(timeout, _settings.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            await connection.CancelAsync(id).ConfigureAwait(false);
            throw new VrrpEngineException(
                VrrpEngineError.AgentUnavailable,
                FormattableString.Invariant($"The agent did not answer within {timeout.TotalSeconds:0.###} s ({method}). Whether it carries the request out is not known."),
                exception);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await connection.CancelAsync(id).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<(ClientConnection Connection, long Id)> SendAsync(string method, JObject parameters, PendingRequest pending, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ClientConnection connection = await RequireConnectionAsync(cancellationToken).ConfigureAwait(false);
            long id = await connection.SendAsync(method, parameters, pending, cancellationToken).ConfigureAwait(false);
            RestartIdle();
            return (connection, id);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task<ClientConnection> RequireConnectionAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_connection is { IsOpen: true } open)
        {
            return open;
        }

        await DropAsync().ConfigureAwait(false);
        return _connection = await ClientConnection.OpenAsync(_settings, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask DropAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void RestartIdle() => _idle.Change(_settings.IdleTimeout, Timeout.InfiniteTimeSpan);

    private async void CloseIdle()
    {
        // Somebody who sends something now needs the connection; it is looked at again later.
        if (!await _sending.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            if (_connection is { IsIdle: true })
            {
                await DropAsync().ConfigureAwait(false);
            }
            else if (_connection is not null && !_isDisposed)
            {
                RestartIdle();
            }
        }
        finally
        {
            _sending.Release();
        }
    }
}
