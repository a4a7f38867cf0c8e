using NginxHa.Vrrp.Runtime.Core;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

public sealed class TimerHeapTests
{
    [Fact]
    public void Random_arming_fires_in_the_order_of_time_and_of_arming()
    {
        var random = new Random(7);
        for (int round = 0; round < 200; round++)
        {
            var heap = new TimerHeap();
            var fired = new List<int>();
            CoreTimer[] timers = [.. Enumerable.Range(0, 40).Select(i => new CoreTimer(_ => fired.Add(i)))];
            var model = new Dictionary<int, (long Deadline, int Order)>();
            for (int step = 0; step < 300; step++)
            {
                int i = random.Next(timers.Length);
                if (random.Next(4) == 0)
                {
                    heap.Disarm(timers[i]);
                    model.Remove(i);
                }
                else
                {
                    long deadline = random.Next(50);
                    heap.Arm(timers[i], deadline);
                    model[i] = (deadline, step);
                }

                Assert.Equal(model.Count, heap.Count);
                Assert.Equal(model.Count == 0 ? long.MaxValue : model.Values.Min(value => value.Deadline), heap.NextDeadline);
            }

            long now = random.Next(60);
            while (heap.TryTake(now, out CoreTimer? timer))
            {
                timer!.Fire(now);
            }

            Assert.Equal(model.Where(pair => pair.Value.Deadline <= now).OrderBy(pair => pair.Value).Select(pair => pair.Key), fired);
        }
    }

    [Fact]
    public void Arming_for_never_disarms()
    {
        var heap = new TimerHeap();
        var timer = new CoreTimer(static _ => { });
        heap.Arm(timer, 5);
        heap.Arm(timer, long.MaxValue);
        Assert.False(timer.IsArmed);
        Assert.False(heap.TryTake(long.MaxValue - 1, out _));
    }
}
