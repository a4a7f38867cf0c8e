using System.Threading.Channels;

namespace NginxHa.Vrrp.Runtime.Events;

/// <summary>One reader's events, until its token is cancelled or it stops to read.</summary>
internal sealed class EventStream : IAsyncEnumerable<VrrpEvent>
{
    private readonly EventHub _hub;
    private readonly Channel<VrrpEvent> _channel;
    private readonly CancellationToken _cancellationToken;

    public EventStream(EventHub hub, Channel<VrrpEvent> channel, CancellationToken cancellationToken)
    {
        _hub = hub;
        _channel = channel;
        _cancellationToken = cancellationToken;

        // Also when nobody ever reads.
        cancellationToken.UnsafeRegister(static state => ((EventStream)state!).Close(), this);
    }

    public async IAsyncEnumerator<VrrpEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken, cancellationToken);
        try
        {
            await foreach (VrrpEvent e in _channel.Reader.ReadAllAsync(either.Token).ConfigureAwait(false))
            {
                yield return e;
            }

            either.Token.ThrowIfCancellationRequested();
        }
        finally
        {
            Close();
        }
    }

    private void Close() => _hub.Unsubscribe(_channel);
}
