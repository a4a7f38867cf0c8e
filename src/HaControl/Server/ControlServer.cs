using System.Collections.Concurrent;
using System.Net.Sockets;
using NginxHa.Control.Protocol;
using NginxHa.Control.Server;
using NginxHa.Nginx.Health;
using NginxHa.Topology;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Control;

/// <summary>
/// Lets other processes speak to an engine and to the agent around it, over a Unix socket for root (a named pipe for
/// Administrators on Windows). docs/control-protocol.md describes what is spoken.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="agent">The agent.</param>
/// <param name="settings">How to listen, and what to allow.</param>
/// <param name="monitors">The monitors of upstreams; null for an agent that knows none.</param>
public sealed class ControlServer(IVrrpEngine engine, IAgentOperations agent, ControlServerSettings settings, IUpstreamMonitorService? monitors = null) : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly ControlDispatcher _dispatcher = new(engine, agent, settings, monitors);
    private readonly ConcurrentDictionary<ControlConnection, Task> _connections = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isClosing;
    private IControlListener? _listener;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Where it listens.</summary>
    public string Address => settings.Address;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="InvalidOperationException">It listens already.</exception>
    /// <exception cref="IOException">Another agent listens there already, something else is there, or the place is not safe.</exception>
    /// <exception cref="UnauthorizedAccessException">The place may not be written.</exception>
    public void Start()
    {
        if (_listener is not null)
        {
            throw new InvalidOperationException("The control server listens already.");
        }

        _listener = OpenListener();
        _accepting = Task.Run(() => AcceptAsync(_listener));
    }

    /// <summary>
    /// Takes no more clients, ends event streams, gives requests under way <see cref="ControlServerSettings.CloseTimeout"/> to
    /// finish, and lets all clients go. The socket is gone afterwards.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosing, 1) != 0)
        {
            await _closed.Task.ConfigureAwait(false);
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        _listener?.Dispose();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
        _dispatcher.Dispose();
        _closing.Dispose();
        _closed.SetResult();
    }

    private IControlListener OpenListener()
    {
        if (OperatingSystem.IsLinux())
        {
            return UnixListener.Open(settings.Address);
        }

        return OperatingSystem.IsWindows()
            ? new PipeListener(settings.Address)
            : throw new PlatformNotSupportedException("The control socket needs Linux or Windows.");
    }

    private async Task AcceptAsync(IControlListener listener)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                Serve(await listener.AcceptAsync(_closing.Token).ConfigureAwait(false));
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                if (_closing.IsCancellationRequested)
                {
                    return;
                }

                // Out of descriptors, most likely: clients that leave make room.
                settings.Log?.Invoke(AgentLogLevel.Error, $"The control socket takes no clients for a moment: {exception.Message}");
                await Task.Delay(PauseAfterFailure, settings.TimeProvider, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Serve(ControlPeer peer)
    {
        ControlError? refusal = Refusal(peer);
        if (refusal is not null)
        {
            settings.Log?.Invoke(AgentLogLevel.Warning, $"The control socket refused {peer}: {refusal.Message}");
        }

        var connection = new ControlConnection(peer, _dispatcher, settings, _closing.Token);
        Task serving = Task.Run(() => refusal is null ? connection.ServeAsync() : connection.RefuseAsync(refusal));
        _connections[connection] = serving;
        _ = serving.ContinueWith(
            static (_, state) =>
            {
                (ConcurrentDictionary<ControlConnection, Task> connections, ControlConnection ended) = ((ConcurrentDictionary<ControlConnection, Task>, ControlConnection))state!;
                connections.TryRemove(ended, out Task? _);
            },
            (_connections, connection),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private ControlError? Refusal(ControlPeer peer)
    {
        if (peer.UserId is { } user && !settings.AllowedUserIds.Contains(user))
        {
            return new ControlError(nameof(VrrpEngineError.NotPermitted), $"User {user} may not control the agent; root may.");
        }

        return _connections.Count >= settings.MaximumClients
            ? new ControlError(ControlErrorCode.TooManyClients, $"The agent has {settings.MaximumClients} clients already, which is the most it takes.")
            : null;
    }
}
