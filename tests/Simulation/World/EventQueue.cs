namespace NginxHa.Tests.Simulation.World;

/// <summary>A binary heap of what is going to happen, by time and then by the order of planning.</summary>
internal sealed class EventQueue
{
    private SimulationEvent[] _items = new SimulationEvent[64];
    private long _order;

    public int Count { get; private set; }

    public void Add(long time, SimulationEventKind kind, int subject, SimulatedPacket? packet = null)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        var item = new SimulationEvent { Time = time, Order = ++_order, Kind = kind, Subject = subject, Packet = packet };
        int index = Count++;
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (!IsBefore(item, _items[parent]))
            {
                break;
            }

            _items[index] = _items[parent];
            index = parent;
        }

        _items[index] = item;
    }

    public SimulationEvent Take()
    {
        SimulationEvent first = _items[0];
        SimulationEvent last = _items[--Count];
        _items[Count] = default;
        int index = 0;
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= Count)
            {
                break;
            }

            if (child + 1 < Count && IsBefore(_items[child + 1], _items[child]))
            {
                child++;
            }

            if (!IsBefore(_items[child], last))
            {
                break;
            }

            _items[index] = _items[child];
            index = child;
        }

        if (Count > 0)
        {
            _items[index] = last;
        }

        return first;
    }

    private static bool IsBefore(in SimulationEvent left, in SimulationEvent right) =>
        left.Time != right.Time ? left.Time < right.Time : left.Order < right.Order;
}
