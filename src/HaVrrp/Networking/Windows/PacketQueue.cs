namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>
/// Brings packets from the receiving threads to the event loop: many writers, one reader, a fixed number of places and no
/// allocation. When it is full the newest packet is dropped, as a full socket buffer does.
/// </summary>
internal sealed class PacketQueue
{
    private readonly object _lock = new();
    private readonly QueuedPacket[] _places;
    private int _head;
    private int _count;

    /// <param name="capacity">Number of places.</param>
    public PacketQueue(int capacity)
    {
        _places = new QueuedPacket[capacity];
        for (int i = 0; i < capacity; i++)
        {
            _places[i] = new QueuedPacket();
        }
    }

    /// <summary>Writes a packet into the next place.</summary>
    /// <param name="write">Fills the place; false leaves it empty.</param>
    /// <param name="state">What <paramref name="write"/> works with.</param>
    /// <returns>Whether there is a new packet.</returns>
    public bool TryAdd<T>(Func<T, QueuedPacket, bool> write, T state)
    {
        lock (_lock)
        {
            if (_count == _places.Length || !write(state, _places[(_head + _count) % _places.Length]))
            {
                return false;
            }

            _count++;
            return true;
        }
    }

    /// <summary>The oldest packet; it stays in its place until <see cref="Remove"/>.</summary>
    public bool TryPeek(out QueuedPacket packet)
    {
        lock (_lock)
        {
            packet = _places[_head];
            return _count > 0;
        }
    }

    /// <summary>Gives the place of the oldest packet free.</summary>
    public void Remove()
    {
        lock (_lock)
        {
            _head = (_head + 1) % _places.Length;
            _count--;
        }
    }
}
