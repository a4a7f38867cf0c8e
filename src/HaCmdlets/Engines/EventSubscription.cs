using System.Threading.Channels;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Engines;

/// <summary>
/// The events of one or several engines from the moment of its construction on: nothing that happens after it is missed,
/// however late it is read.
/// </summary>
internal sealed class EventSubscription : IAsyncDisposable
{
    // Beyond this the pump waits, and the engine's own queue takes over with its rule for slow readers.
    private const int Capacity = 256;

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<VrrpEvent> _events = Channel.CreateBounded<VrrpEvent>(Capacity);
    private readonly Task _pumps;

    public EventSubscription(params IReadOnlyList<IVrrpEngine> engines)
    {
        var pumps = new List<Task>();
        foreach (IVrrpEngine engine in engines)
        {
            IAsyncEnumerator<VrrpEvent> source = engine.WatchAsync(_stop.Token).GetAsyncEnumerator(_stop.Token);

            // An engine subscribes with the first move, which therefore is made here and not on some later thread.
            ValueTask<bool> first = source.MoveNextAsync();
            pumps.Add(Task.Run(() => PumpAsync(source, first)));
        }

        _pumps = CompleteAsync(Task.WhenAll(pumps));
    }

    /// <summary>The events, in the order of each engine. It ends when the engines end, with their exception if there is one.</summary>
    public ChannelReader<VrrpEvent> Events => _events.Reader;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _pumps.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task CompleteAsync(Task pumps)
    {
        Exception? failure = null;
        try
        {
            await pumps.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed.
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        _events.Writer.TryComplete(failure);
    }

    private async Task PumpAsync(IAsyncEnumerator<VrrpEvent> source, ValueTask<bool> first)
    {
        await using (source.ConfigureAwait(false))
        {
            for (bool more = await first.ConfigureAwait(false); more; more = await source.MoveNextAsync().ConfigureAwait(false))
            {
                await _events.Writer.WriteAsync(source.Current, _stop.Token).ConfigureAwait(false);
            }
        }
    }
}
