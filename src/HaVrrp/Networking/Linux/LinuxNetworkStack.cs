using System.Diagnostics;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Networking.Linux.Netlink;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>
/// The network of the namespace that the opening thread is in, by raw sockets and netlink. What is opened stays in that
/// namespace; settings below /proc are those of the calling thread, so every call comes from the thread that opened the stack.
/// </summary>
internal sealed partial class LinuxNetworkStack : INetworkStack
{
    private const long NanosecondsPerTick = 100;

    private readonly NetlinkRequests _netlink = new();
    private readonly NetworkMap _map;
    private readonly WakeSignal _wake = new();
    private readonly ReadySources _sources = new();
    private readonly ReceiveBatch _receiveBatch = new();
    private readonly MulticastMemberships _memberships = new();
    private readonly NeighbourWatch _neighbours;
    private readonly InterfaceSettings _settings = new();
    private bool _isDisposed;

    public LinuxNetworkStack()
    {
        _map = new NetworkMap(_netlink);
        _neighbours = new NeighbourWatch(_sources, _receiveBatch);
        _sources.Add(_wake);
        _sources.Add(_map);

        // By default the kernel may end a wait 50 us late to wake fewer times.
        _ = LibC.PrCtl(Flag.SetTimerSlack, 1, 0, 0, 0);
    }

    // On Linux the stopwatch counts nanoseconds of CLOCK_MONOTONIC.
    public long Now => Stopwatch.GetTimestamp() / NanosecondsPerTick;

    public long SendErrors =>
        _closedSendErrors + (_ipv4Batch?.Errors ?? 0) + (_ipv6Batch?.Errors ?? 0) + (_frames?.Errors ?? 0);

    public void Flush()
    {
        _ipv4Batch?.Flush();
        _ipv6Batch?.Flush();
        _frames?.Flush();
    }

    public void Poll(long deadline, INetworkEvents events) =>
        _sources.Wait(deadline == long.MaxValue ? deadline : deadline - Now, events);

    public void Wake() => _wake.Set();

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        foreach (AdvertisementPort port in _ports.ToArray())
        {
            port.Dispose();
        }

        Flush();
        _settings.ReleaseAll(GetLinkName);
        _frames?.Dispose();
        _traffic.Dispose();
        _neighbours.Dispose();
        _memberships.Dispose();
        _map.Dispose();
        _wake.Dispose();
        _netlink.Dispose();
        _ = LibC.PrCtl(Flag.SetTimerSlack, 0, 0, 0, 0);
    }
}
