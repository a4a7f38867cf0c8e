using NginxHa.Vrrp.Networking.Windows;

namespace NginxHa.Tests.Unit.Vrrp.Networking.Windows;

public sealed class PacketQueueTests
{
    [Fact]
    public void Packets_come_out_in_order_round_and_round()
    {
        PacketQueue queue = new(3);
        int next = 0;
        for (int i = 0; i < 10; i++)
        {
            Assert.True(Add(queue, i));
            if (i % 2 == 1)
            {
                Assert.Equal(next++, Take(queue));
                Assert.Equal(next++, Take(queue));
            }
        }

        Assert.False(queue.TryPeek(out _));
    }

    [Fact]
    public void A_full_queue_drops_the_newest()
    {
        PacketQueue queue = new(2);
        Assert.True(Add(queue, 1));
        Assert.True(Add(queue, 2));
        Assert.False(Add(queue, 3));
        Assert.Equal(1, Take(queue));
        Assert.True(Add(queue, 4));
        Assert.Equal(2, Take(queue));
        Assert.Equal(4, Take(queue));
    }

    [Fact]
    public void What_is_not_written_takes_no_place()
    {
        PacketQueue queue = new(2);
        Assert.False(queue.TryAdd(static (_, _) => false, 0));
        Assert.False(queue.TryPeek(out _));
    }

    [Fact]
    public async Task Many_writers_lose_nothing()
    {
        PacketQueue queue = new(64);
        const int Each = 5000;
        Task[] writers = [.. Enumerable.Range(0, 3).Select(writer => Task.Run(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                while (!Add(queue, (writer * Each) + i))
                {
                    Thread.Yield();
                }
            }
        }))];
        int[] expected = new int[3];
        for (int taken = 0; taken < 3 * Each;)
        {
            if (queue.TryPeek(out _))
            {
                int value = Take(queue);
                Assert.Equal(expected[value / Each]++, value % Each);
                taken++;
            }
        }

        await Task.WhenAll(writers);
        Assert.False(queue.TryPeek(out _));
    }

    private static bool Add(PacketQueue queue, int value) => queue.TryAdd(
        static (number, packet) =>
        {
            packet.LinkIndex = number;
            return true;
        },
        value);

    private static int Take(PacketQueue queue)
    {
        Assert.True(queue.TryPeek(out QueuedPacket packet));
        int value = packet.LinkIndex;
        queue.Remove();
        return value;
    }
}
