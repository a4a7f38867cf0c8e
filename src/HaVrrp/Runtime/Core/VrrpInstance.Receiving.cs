using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>The way of a packet: checks in the order of <see cref="VrrpRefusal"/>, one counter for each reason, then the election.</summary>
internal sealed partial class VrrpInstance
{
    private InetAddress[] _advertised = [];
    private (InetAddress Address, byte Minimum, byte Maximum)[] _peers = [];
    private TimeSpan _interval;
    private long _lowerPriorityToldAt = long.MinValue / 2;

    public void Receive(in ReceivedPacket packet, long now)
    {
        VrrpRefusal refusal = Check(packet, out VrrpAdvertisement advertisement);
        if (refusal != VrrpRefusal.None)
        {
            _counters.Refuse(refusal);
            return;
        }

        _counters.AdvertisementsReceived++;
        byte priority = advertisement.Priority;
        if (priority == VrrpConstants.StopPriority)
        {
            _counters.PriorityZeroReceived++;
        }

        Handle(ElectionEvent.AdvertisementReceived(priority, advertisement.Interval.Ticks, packet.Source), now);
    }

    private VrrpRefusal Check(in ReceivedPacket packet, out VrrpAdvertisement advertisement)
    {
        advertisement = default;
        if (packet.Source == _election.PrimaryAddress)
        {
            return VrrpRefusal.OwnPacket;
        }

        VrrpRefusal refusal = CheckSender(packet);
        if (refusal == VrrpRefusal.None)
        {
            refusal = _authentication.Judge(packet, _core.Host.UtcNow, out advertisement);
        }

        return refusal == VrrpRefusal.None ? CheckAgreement(advertisement) : refusal;
    }

    private VrrpRefusal CheckSender(in ReceivedPacket packet)
    {
        if (_peers.Length == 0)
        {
            return packet.Destination.IsMulticast ? VrrpRefusal.None : VrrpRefusal.UnexpectedDestination;
        }

        foreach ((InetAddress address, byte minimum, byte maximum) in _peers)
        {
            if (address == packet.Source)
            {
                if (packet.Destination.IsMulticast)
                {
                    return VrrpRefusal.UnexpectedDestination;
                }

                return packet.TimeToLive >= 0 && (packet.TimeToLive < minimum || packet.TimeToLive > maximum)
                    ? VrrpRefusal.BadTimeToLive
                    : VrrpRefusal.None;
            }
        }

        return VrrpRefusal.UnknownSource;
    }

    private VrrpRefusal CheckAgreement(in VrrpAdvertisement advertisement)
    {
        // RFC 3768 section 7.1: two intervals on one segment would make one node think the other one dead.
        if (advertisement.Version == VrrpVersion.V2 && advertisement.Interval != _interval)
        {
            return VrrpRefusal.IntervalMismatch;
        }

        if (!HasOurAddresses(advertisement))
        {
            if (Options.StrictAddressList)
            {
                return VrrpRefusal.AddressListMismatch;
            }

            _counters.AddressListMismatches++;
        }

        return VrrpRefusal.None;
    }

    private bool HasOurAddresses(in VrrpAdvertisement advertisement)
    {
        if (advertisement.AddressCount != _advertised.Length)
        {
            return false;
        }

        // Peers that are configured alike send the same bytes; any order says the same thing, though.
        ReadOnlySpan<byte> theirs = advertisement.Message.Slice(
            VrrpConstants.HeaderLength, advertisement.AddressCount * (Family == System.Net.Sockets.AddressFamily.InterNetwork ? InetAddress.IPv4Length : InetAddress.IPv6Length));
        if (_sender is { } sender && theirs.SequenceEqual(sender.AddressBytes))
        {
            return true;
        }

        foreach (InetAddress address in _advertised)
        {
            if (!advertisement.Contains(address))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What the receive path compares with, taken from the options once.</summary>
    private void PrepareReceiving()
    {
        _advertised = AdvertisementSender.AdvertisedAddresses(Options);
        _interval = Options.AdvertisementInterval;
        _peers = [.. Options.UnicastPeers.Select(static (UnicastPeer peer) =>
            (InetAddress.FromIPAddress(peer.Address), peer.MinimumTimeToLive, peer.MaximumTimeToLive))];
    }

    /// <summary>Told once a second at most: a rival that does not hear us would make an event and a process of every advertisement.</summary>
    private void OnLowerPriority(in ElectionEvent e, long now)
    {
        if (now - _lowerPriorityToldAt < TimeSpan.TicksPerSecond)
        {
            return;
        }

        _lowerPriorityToldAt = now;
        Publish(VrrpEventKind.LowerPriorityReceived, $"{e.Source} advertises the lower priority {e.Priority}");
        RunHook(Options.Hooks.LowerPriorityReceived, null);
    }
}
