using System.Threading.Channels;
using Newtonsoft.Json.Linq;
using NginxHa.Control.Protocol;
using NginxHa.Vrrp.Runtime;
using NginxHa.Vrrp.Runtime.Events;

namespace NginxHa.Control.Client;

/// <summary>Events of the agent from the moment of construction on, until the token is cancelled, the reader stops, or the agent ends.</summary>
internal sealed class ClientEventStream : IAsyncEnumerable<VrrpEvent>, IDisposable
{
    private readonly Channel<VrrpEvent> _events = Channel.CreateBounded<VrrpEvent>(new BoundedChannelOptions(EventHub.Capacity)
    {
        FullMode = BoundedChannelFullMode.DropOldest,
        SingleReader = true,
    });

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _cancellationToken;

    /// <param name="send">Sends the request.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public ClientEventStream(Func<PendingRequest, CancellationToken, Task<(ClientConnection Connection, long Id)>> send, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        cancellationToken.UnsafeRegister(static state => ((ClientEventStream)state!).Dispose(), this);
        _ = RunAsync(send);
    }

    public async IAsyncEnumerator<VrrpEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken, cancellationToken);
        try
        {
            await foreach (VrrpEvent happened in _events.Reader.ReadAllAsync(either.Token).ConfigureAwait(false))
            {
                yield return happened;
            }

            either.Token.ThrowIfCancellationRequested();
        }
        finally
        {
            Stop();
        }
    }

    public void Dispose() => Stop();

    private async Task RunAsync(Func<PendingRequest, CancellationToken, Task<(ClientConnection Connection, long Id)>> send)
    {
        var pending = new PendingRequest(Take);
        Exception? failure = null;
        try
        {
            (ClientConnection connection, long id) = await send(pending, _stop.Token).ConfigureAwait(false);
            try
            {
                await pending.Result.WaitAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await connection.CancelAsync(id).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped before it began.
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        _events.Writer.TryComplete(failure);
        _stop.Dispose();
    }

    private void Take(JToken item) => _events.Writer.TryWrite(ClientConnection.ReadShape(WireInstances.Event, item));

    private void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }
}
