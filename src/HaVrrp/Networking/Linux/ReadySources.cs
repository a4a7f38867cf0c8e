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
    private IPatientSource[] _patient = [];
    private Crowding _crowding = new();

    public void Add(IReadySource source) => Replace([.. _sources, source]);

    public void Remove(IReadySource source) => Replace(Array.FindAll(_sources, other => !ReferenceEquals(other, source)));

    /// <summary>Waits for so many ticks of 100 ns (long.MaxValue for ever) and drains every source that is ready.</summary>
    public void Wait(long ticks, INetworkEvents events)
    {
        // A source may be added or removed by what it hands over; this round goes on with the ones it began with.
        IReadySource[] sources = _sources;
        IPatientSource[] patient = _patient;
        int urgent = sources.Length - patient.Length;
        long rest = patient.Length == 0 || ticks <= 0 ? 0 : _crowding.Rest(Now);
        if (rest <= 0)
        {
            uint ready = Poll(sources.Length, ticks);
            if (ready >> urgent != 0)
            {
                _crowding.Heard(Now);
            }

            Drain(sources, ready, events);
            return;
        }

        // Whatever has ended the wait, those that could wait are heard before anything else is done: a timer may be due.
        Drain(sources, Poll(urgent, Math.Min(ticks, rest)), events);
        bool hadAny = false;
        foreach (IPatientSource source in patient)
        {
            hadAny |= source.TryDrain(events);
        }

        _crowding.LookedAgain(Now, hadAny);
    }

    private static long Now => System.Diagnostics.Stopwatch.GetTimestamp() / NanosecondsPerTick;

    private static void Drain(IReadySource[] sources, uint ready, INetworkEvents events)
    {
        for (int i = 0; ready != 0; i++, ready >>= 1)
        {
            if ((ready & 1) != 0)
            {
                sources[i].Drain(events);
            }
        }
    }

    /// <summary>Asks the first so many descriptors.</summary>
    /// <returns>A bit for each that is ready.</returns>
    private uint Poll(int count, long ticks)
    {
        PollFd* descriptors = (PollFd*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_descriptors));
        long wait = Math.Clamp(ticks, 0, LongestWait);
        TimeSpec timeout = new()
        {
            Seconds = (nint)(wait / TicksPerSecond),
            Nanoseconds = (nint)(wait % TicksPerSecond * NanosecondsPerTick),
        };
        if (LibC.PPoll(descriptors, (nuint)count, ticks == long.MaxValue ? null : &timeout, null) <= 0)
        {
            return 0;
        }

        uint ready = 0;
        for (int i = 0; i < count; i++)
        {
            ready |= descriptors[i].ReturnedEvents == 0 ? 0 : 1u << i;
        }

        return ready;
    }

    private void Replace(IReadySource[] sources)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sources.Length, Maximum);
        _patient = [.. sources.OfType<IPatientSource>()];
        _sources = [.. sources.Where(static source => source is not IPatientSource), .. _patient];
        for (int i = 0; i < _sources.Length; i++)
        {
            _descriptors[i] = new PollFd { Descriptor = _sources[i].Number, Events = Flag.PollIn };
        }
    }
}
