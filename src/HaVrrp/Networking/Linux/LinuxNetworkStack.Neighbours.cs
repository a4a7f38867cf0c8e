using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <content>Announcements to neighbours, and questions to them.</content>
internal sealed partial class LinuxNetworkStack
{
    // A change of forwarding is noticed by then.
    private const long ForwardingLifetime = TimeSpan.TicksPerSecond;

    private readonly Dictionary<int, (bool IsRouter, long ReadAt)> _forwarding = [];
    private FrameSender? _frames;

    public void Announce(int linkIndex, InetAddress address)
    {
        if (!TryGetEthernet(linkIndex, out MacAddress sender))
        {
            return;
        }

        Span<byte> frame = stackalloc byte[NeighbourDiscoveryFrame.MaximumLength];
        int length = address.IsIPv6
            ? NeighbourDiscoveryFrame.WriteAdvertisement(frame, sender, address, IsRouter(linkIndex))
            : ArpFrame.WriteGratuitous(frame, sender, address);
        _frames ??= new FrameSender();
        _frames.Queue(linkIndex, frame[..length]);
    }

    public INeighbourProbe OpenNeighbourProbe(int linkIndex, InetAddress target, InetAddress source)
    {
        if (target.IsUnspecified || target.IsMulticast || !target.HasValue)
        {
            throw new ArgumentException($"'{target}' is not the address of a neighbour.", nameof(target));
        }

        if (source.Family != target.Family)
        {
            throw new ArgumentException($"Source '{source}' and target '{target}' must be of the same family.", nameof(source));
        }

        LinkRecord link = RequireLink(linkIndex);
        if (link.HardwareType != Ethernet.HardwareTypeEthernet)
        {
            throw LinuxError.Create($"probe {target} on {link.Name}", Errno.NotSupported, null, "it is no Ethernet interface");
        }

        _frames ??= new FrameSender();
        _neighbours.Add(linkIndex, target);
        return new NeighbourProbe(this, linkIndex, target, source);
    }

    /// <summary>Queues the question of a probe.</summary>
    public void Ask(int linkIndex, InetAddress target, InetAddress source)
    {
        if (_isDisposed || !TryGetEthernet(linkIndex, out MacAddress sender))
        {
            return;
        }

        Span<byte> frame = stackalloc byte[NeighbourDiscoveryFrame.MaximumLength];
        int length = target.IsIPv6
            ? NeighbourDiscoveryFrame.WriteSolicitation(frame, sender, source, target)
            : ArpFrame.WriteQuestion(frame, sender, source, target);
        _frames!.Queue(linkIndex, frame[..length]);
    }

    /// <summary>Takes a closed probe out.</summary>
    public void Forget(int linkIndex, InetAddress target)
    {
        // A closed stack has forgotten everything already.
        if (!_isDisposed)
        {
            _neighbours.Remove(linkIndex, target);
        }
    }

    private bool TryGetEthernet(int linkIndex, out MacAddress address)
    {
        bool found = _map.TryGetLink(linkIndex, out LinkRecord link) && link.HardwareType == Ethernet.HardwareTypeEthernet;
        address = found ? MacAddress.FromUInt64(link.State.HardwareAddress) : default;
        return found && !address.IsZero;
    }

    private bool IsRouter(int linkIndex)
    {
        long now = Now;
        if (_forwarding.TryGetValue(linkIndex, out (bool IsRouter, long ReadAt) known) && now - known.ReadAt < ForwardingLifetime)
        {
            return known.IsRouter;
        }

        bool isRouter = _map.TryGetLink(linkIndex, out LinkRecord link)
            && InterfaceSettings.Read(link.Name, "ipv6", "forwarding") is > 0;
        _forwarding[linkIndex] = (isRouter, now);
        return isRouter;
    }
}
