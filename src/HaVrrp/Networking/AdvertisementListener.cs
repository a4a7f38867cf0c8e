using NginxHa.Vrrp.Networking.Linux;

namespace NginxHa.Vrrp.Networking;

/// <summary>
/// Hears every advertisement on the segment without taking part: those of other nodes and, other than a port, also those that
/// this node sends, whichever program does. What is opened belongs to the network namespace of the opening thread; only
/// <see cref="Wake"/> may be called from several threads.
/// </summary>
public sealed class AdvertisementListener : IDisposable
{
    private readonly ReadySources _sources = new();
    private readonly WakeSignal _wake;
    private readonly AdvertisementTap _tap;

    private AdvertisementListener(AdvertisementTap tap, WakeSignal wake)
    {
        _tap = tap;
        _wake = wake;
        _sources.Add(_wake);
        _sources.Add(_tap);
    }

    /// <summary>Opens a listener in the network namespace that the calling thread is in.</summary>
    /// <param name="interfaceName">
    /// The interface to listen on, or null for all. On all of them a packet of a virtual MAC is heard twice, on the virtual interface
    /// and on its parent.
    /// </param>
    /// <exception cref="PlatformNotSupportedException">Not on Linux.</exception>
    /// <exception cref="NetworkException">There is no such interface, or the system refuses.</exception>
    public static AdvertisementListener Open(string? interfaceName)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Listening to all advertisements of a segment works on Linux only.");
        }

        WakeSignal wake = new();
        try
        {
            return new AdvertisementListener(AdvertisementTap.Open(interfaceName), wake);
        }
        catch
        {
            wake.Dispose();
            throw;
        }
    }

    /// <summary>Waits for advertisements and hands over those that came.</summary>
    /// <param name="timeout">Longest wait; <see cref="Timeout.InfiniteTimeSpan"/> waits until something comes or for <see cref="Wake"/>.</param>
    /// <param name="handler">Called for each of them on the calling thread.</param>
    /// <returns>Number of advertisements handed over.</returns>
    public int Wait(TimeSpan timeout, AdvertisementHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _tap.HandOver(handler, _sources, timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : timeout.Ticks);
    }

    /// <summary>Ends a wait from any thread.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        _tap.Dispose();
        _wake.Dispose();
    }
}
