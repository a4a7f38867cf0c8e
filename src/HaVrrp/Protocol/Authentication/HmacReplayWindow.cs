namespace NginxHa.Vrrp.Protocol.Authentication;

/// <summary>
/// The last accepted sequence of each sender. A fixed table: when it is full, the sender that was silent for longest
/// gives way. Only verified trailers get here, so forged sources cannot push a real one out.
/// </summary>
internal sealed class HmacReplayWindow(int capacity)
{
    private readonly Sender[] _senders = new Sender[capacity];
    private ulong _turn;

    /// <summary>Whether the sequence is above the last one of its sender; if so it becomes the last one.</summary>
    /// <param name="source">The sender.</param>
    /// <param name="sequence">The verified sequence.</param>
    /// <param name="now">The sequence of this moment.</param>
    /// <param name="windowSeconds">
    /// Window in seconds, or null for none. A mark outside of it only forbids what the window forbids anyway; dropping
    /// it lets a sender back in whose clock was far ahead and has been put right.
    /// </param>
    public bool TryAccept(InetAddress source, ulong sequence, ulong now, int? windowSeconds)
    {
        ref Sender sender = ref FindOrReplace(source);
        bool known = sender.Turn != 0 && sender.Source == source
            && !(windowSeconds is { } window && Math.Abs((long)HmacSequence.SecondsBetween(now, sender.Sequence)) > window);
        bool accepted = !known || HmacSequence.IsAfter(sequence, sender.Sequence);
        ulong mark = accepted ? sequence : sender.Sequence;
        sender = new Sender { Source = source, Sequence = mark, Turn = ++_turn };
        return accepted;
    }

    private ref Sender FindOrReplace(InetAddress source)
    {
        int oldest = 0;
        for (int i = 0; i < _senders.Length; i++)
        {
            if (_senders[i].Turn != 0 && _senders[i].Source == source)
            {
                return ref _senders[i];
            }

            if (_senders[i].Turn < _senders[oldest].Turn)
            {
                oldest = i;
            }
        }

        return ref _senders[oldest];
    }

    private struct Sender
    {
        public InetAddress Source;
        public ulong Sequence;
        public ulong Turn;
    }
}
