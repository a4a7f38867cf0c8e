using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Ends a poll from another thread. Many signals before the poll looks cost one system call.</summary>
internal sealed unsafe class WakeSignal : IReadySource, IDisposable
{
    private readonly Descriptor _event = Descriptor.Adopt(
        LibC.EventFd(0, Flag.EventFdNonBlocking | Flag.EventFdCloseOnExec), "create an event descriptor");

    private int _isSet;

    public int Number => _event.Number;

    /// <summary>May be called from any thread, even while or after the signal is disposed.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) != 0)
        {
            return;
        }

        try
        {
            ulong one = 1;
            _ = LibC.Write(_event, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // Nobody polls any more.
        }
    }

    public void Drain(INetworkEvents events)
    {
        // First ready for the next signal, then this one taken: the other way round could lose one.
        Volatile.Write(ref _isSet, 0);
        ulong count;
        _ = LibC.Read(_event.Number, &count, sizeof(ulong));
    }

    public void Dispose() => _event.Dispose();
}
