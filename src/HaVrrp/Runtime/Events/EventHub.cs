using System.Threading.Channels;
using NginxHa.Vrrp.Election;

namespace NginxHa.Vrrp.Runtime.Events;

/// <summary>Numbers events and hands each to everyone who listens, without ever waiting for a slow one.</summary>
internal sealed class EventHub(EngineKind engine, TimeProvider time)
{
    /// <summary>Events that a slow reader may be behind.</summary>
    public const int Capacity = 4096;

    private readonly object _lock = new();
    private readonly List<Channel<VrrpEvent>> _readers = [];
    private long _sequence;

    public void Publish(VrrpEventKind kind, string name, VrrpState previous, VrrpState state, byte priority, string reason) =>
        Publish(time.GetLocalNow(), kind, name, previous, state, priority, reason);

    /// <summary>Publishes what has happened a moment ago.</summary>
    public void Publish(DateTimeOffset moment, VrrpEventKind kind, string name, VrrpState previous, VrrpState state, byte priority, string reason)
    {
        lock (_lock)
        {
            var e = new VrrpEvent
            {
                Sequence = ++_sequence,
                Time = moment,
                Kind = kind,
                Name = name,
                Engine = engine,
                PreviousState = previous,
                State = state,
                Priority = priority,
                Reason = reason,
            };
            foreach (Channel<VrrpEvent> reader in _readers)
            {
                reader.Writer.TryWrite(e);
            }
        }
    }

    /// <summary>Publishes that something has failed which belongs to the engine, and to no instance of it.</summary>
    public void PublishFailure(DateTimeOffset moment, string reason) =>
        Publish(moment, VrrpEventKind.OperationFailed, "engine", VrrpState.Initialize, VrrpState.Initialize, 0, reason);

    /// <summary>Listens from this moment on, not from the first read.</summary>
    public IAsyncEnumerable<VrrpEvent> Subscribe(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<VrrpEvent>(new BoundedChannelOptions(Capacity)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
        });
        lock (_lock)
        {
            _readers.Add(channel);
        }

        return new EventStream(this, channel, cancellationToken);
    }

    public void Unsubscribe(Channel<VrrpEvent> channel)
    {
        lock (_lock)
        {
            _readers.Remove(channel);
        }

        channel.Writer.TryComplete();
    }
}
