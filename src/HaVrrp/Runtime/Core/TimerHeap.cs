namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>
/// A binary heap of timers that know their place in it, so that arming again or disarming costs log n and no memory:
/// every advertisement heard moves one.
/// </summary>
internal sealed class TimerHeap
{
    private CoreTimer[] _items = new CoreTimer[16];
    private int _count;
    private long _order;

    public int Count => _count;

    /// <summary>When the first one is due; long.MaxValue when none is armed.</summary>
    public long NextDeadline => _count == 0 ? long.MaxValue : _items[0].Deadline;

    /// <summary>Arms a timer, or moves it; long.MaxValue disarms it.</summary>
    public void Arm(CoreTimer timer, long deadline)
    {
        if (deadline == long.MaxValue)
        {
            Disarm(timer);
            return;
        }

        timer.Order = ++_order;
        long before = timer.Deadline;
        timer.Deadline = deadline;
        if (timer.Index < 0)
        {
            if (_count == _items.Length)
            {
                Array.Resize(ref _items, _count * 2);
            }

            timer.Index = _count;
            _items[_count++] = timer;
            Up(timer.Index);
        }
        else if (deadline < before)
        {
            Up(timer.Index);
        }
        else
        {
            Down(timer.Index);
        }
    }

    public void Disarm(CoreTimer timer)
    {
        int index = timer.Index;
        timer.Deadline = long.MaxValue;
        if (index < 0)
        {
            return;
        }

        timer.Index = -1;
        CoreTimer last = _items[--_count];
        _items[_count] = null!;
        if (last == timer)
        {
            return;
        }

        _items[index] = last;
        last.Index = index;
        Up(index);
        Down(last.Index);
    }

    /// <summary>Takes the first timer out if it is due.</summary>
    public bool TryTake(long now, out CoreTimer? timer)
    {
        timer = _count == 0 || _items[0].Deadline > now ? null : _items[0];
        if (timer is null)
        {
            return false;
        }

        Disarm(timer);
        return true;
    }

    /// <summary>Takes the first timer out if it is due so soon that it may fire now.</summary>
    public bool TryTakeEarly(long now, out CoreTimer? timer)
    {
        timer = _count == 0 || _items[0].Deadline - _items[0].MayBeEarlyBy > now ? null : _items[0];
        if (timer is null)
        {
            return false;
        }

        Disarm(timer);
        return true;
    }

    private static bool IsBefore(CoreTimer left, CoreTimer right) =>
        left.Deadline != right.Deadline ? left.Deadline < right.Deadline : left.Order < right.Order;

    private void Up(int index)
    {
        CoreTimer item = _items[index];
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (!IsBefore(item, _items[parent]))
            {
                break;
            }

            Put(_items[parent], index);
            index = parent;
        }

        Put(item, index);
    }

    private void Down(int index)
    {
        CoreTimer item = _items[index];
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && IsBefore(_items[child + 1], _items[child]))
            {
                child++;
            }

            if (!IsBefore(_items[child], item))
            {
                break;
            }

            Put(_items[child], index);
            index = child;
        }

        Put(item, index);
    }

    private void Put(CoreTimer item, int index)
    {
        _items[index] = item;
        item.Index = index;
    }
}
