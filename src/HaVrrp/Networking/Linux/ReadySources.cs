using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>
/// Waits for any of a few descriptors (a stack has at most seven, however many routers it serves), with the precision
/// of the kernel's timers.
/// </summary>
internal sealed unsafe class ReadySources
{
    private const int Maximum = 16;
    private const long TicksPerSecond = TimeSpan.TicksPerSecond;
    private const int NanosecondsPerTick = 100;

    // Longer waits end early, which is harmless, rather than overflow.
    private const long LongestWait = TicksPerSecond * 3600;

    private readonly PollFd[] _descriptors = GC.AllocateArray<PollFd>(Maximum, pinned: true);
    private IReadySource[] _sources = [];

    public void Add(IReadySource source) => Replace([.. _sources, source]);

    public void Remove(IReadySource source) => Replace(Array.FindAll(_sources, other => !ReferenceEquals(other, source)));

    /// <summary>Waits for so many ticks of 100 ns (long.MaxValue for ever) and drains every source that is ready.</summary>
    public void Wait(long ticks, INetworkEvents events)
    {
        // A source may be added or removed by what it hands over; this round goes on with the ones it began with.
        IReadySource[] sources = _sources;
        PollFd* descriptors = (PollFd*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_descriptors));
        long wait = Math.Clamp(ticks, 0, LongestWait);
        TimeSpec timeout = new()
        {
            Seconds = (nint)(wait / TicksPerSecond),
            Nanoseconds = (nint)(wait % TicksPerSecond * NanosecondsPerTick),
        };
        int ready = LibC.PPoll(descriptors, (nuint)sources.Length, ticks == long.MaxValue ? null : &timeout, null);
        if (ready < 0)
        {
            return;
        }

        uint isReady = 0;
        for (int i = 0; i < sources.Length; i++)
        {
            isReady |= descriptors[i].ReturnedEvents == 0 ? 0 : 1u << i;
        }

        for (int i = 0; i < sources.Length; i++)
        {
            if ((isReady & (1u << i)) != 0)
            {
                sources[i].Drain(events);
            }
        }
    }

    private void Replace(IReadySource[] sources)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sources.Length, Maximum);
        _sources = sources;
        for (int i = 0; i < sources.Length; i++)
        {
            _descriptors[i] = new PollFd { Descriptor = sources[i].Number, Events = Flag.PollIn };
        }
    }
}
