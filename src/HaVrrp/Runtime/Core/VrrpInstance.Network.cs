using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>The link below, the source address, the sockets, and the faults that come of them.</summary>
internal sealed partial class VrrpInstance
{
    private const FaultReasons NetworkFaults =
        FaultReasons.LinkMissing | FaultReasons.LinkDown | FaultReasons.NoPrimaryAddress | FaultReasons.SourceAddressMissing | FaultReasons.TransportFailed;

    private static readonly long NetworkRetryInterval = TimeSpan.FromSeconds(5).Ticks;

    private readonly CoreTimer _networkRetryTimer;
    private FaultReasons _faults;
    private int _linkIndex;
    private int _virtualLinkIndex;
    private AdvertisementSender? _sender;
    private NetworkException? _networkError;

    /// <summary>Index of the interface that packets for this instance arrive on; 0 while there is none.</summary>
    public int LinkIndex => _linkIndex;

    /// <summary>The instance has a fault of its own, apart from those of its group.</summary>
    public bool HasOwnFault => (_faults & ~FaultReasons.Group) != 0;

    public string? VirtualLinkName => Options.VirtualMac?.NameFor(Family, Options.VirtualRouterId);

    private int AddressLinkIndex => _virtualLinkIndex != 0 ? _virtualLinkIndex : _linkIndex;

    private int TransmitLinkIndex => Options.VirtualMac is { TransmitFromParent: true } ? _linkIndex : AddressLinkIndex;

    /// <summary>First look at the network; the system's refusals go to the caller.</summary>
    public void Attach(long now)
    {
        RequireTrafficFilter(Options);
        PrepareReceiving();
        RefreshNetwork(now);
        if (_networkError is not null)
        {
            throw _networkError;
        }
    }

    /// <summary>Brings the instance in line with the links and addresses of now. Called after anything of them has changed.</summary>
    public void RefreshNetwork(long now)
    {
        bool exists = _core.Stack.TryGetLink(Options.Interface, out LinkState link);
        int index = exists ? link.Index : 0;
        bool isVirtualLinkGone = _virtualLinkIndex != 0 && !_core.Stack.TryGetLink(_virtualLinkIndex, out _);
        if (index != _linkIndex || isVirtualLinkGone)
        {
            if (_linkIndex != 0)
            {
                // Deleted, and perhaps made again under the same name: nothing of ours is on the new one.
                Detach(removeVirtualLink: false);
                ForgetVanishedAddresses();
                ReplaceFaults(FaultReasons.LinkMissing, FaultReasons.LinkMissing, now);
            }

            _linkIndex = index;
            _core.Register(this);
        }

        FaultReasons faults = FaultReasons.None;
        if (!exists)
        {
            faults |= FaultReasons.LinkMissing;
        }
        else
        {
            faults |= RefreshTransport(now);
            bool isVirtualLinkDown = _virtualLinkIndex != 0 && _core.Stack.TryGetLink(_virtualLinkIndex, out LinkState above) && !above.IsUp;
            faults |= (link.IsUsable && !isVirtualLinkDown) || Options.IgnoreInterfaceState ? FaultReasons.None : FaultReasons.LinkDown;
        }

        ReplaceFaults(NetworkFaults, faults, now);
    }

    /// <summary>
    /// An address that is none of ours came or went: it matters when it was the source of our advertisements, or when there is
    /// none. A new one does not take the place of one that works.
    /// </summary>
    public bool IsTouchedBy(in InterfaceAddress address, bool isPresent)
    {
        if (Options.SourceAddress is { } source)
        {
            return Options.TrackSourceAddress && InetAddress.FromIPAddress(source) == address.Address;
        }

        return isPresent
            ? !_election.PrimaryAddress.HasValue && address.Address.Family == Family
            : address.Address == _election.PrimaryAddress;
    }

    public bool IsTouchedBy(int linkIndex, string name) =>
        linkIndex == _linkIndex || linkIndex == _virtualLinkIndex || name == Options.Interface || name == VirtualLinkName;

    private FaultReasons RefreshTransport(long now)
    {
        _networkError = null;
        try
        {
            EnsureVirtualLink();
            InetAddress primary = FindPrimaryAddress(out FaultReasons faults);
            if (!primary.HasValue)
            {
                CloseSender();
                _election.PrimaryAddress = default;
            }
            else if (_sender is null || primary != _election.PrimaryAddress)
            {
                CloseSender();
                _election.PrimaryAddress = primary;
                OpenSender(primary);
            }

            return faults;
        }
        catch (NetworkException exception)
        {
            CloseSender();
            _networkError = exception;
            if (_isStarted)
            {
                Publish(VrrpEventKind.OperationFailed, exception.Message);
            }

            _core.Timers.Arm(_networkRetryTimer, now + NetworkRetryInterval);
            return FaultReasons.TransportFailed;
        }
    }

    private InetAddress FindPrimaryAddress(out FaultReasons faults)
    {
        faults = FaultReasons.None;
        if (Options.SourceAddress is { } configured)
        {
            InetAddress source = InetAddress.FromIPAddress(configured);
            if (Options.TrackSourceAddress && !_core.Stack.GetAddresses().Any(address => address.Address == source))
            {
                faults = FaultReasons.SourceAddressMissing;
            }

            return source;
        }

        InetAddress primary = _core.GetPrimaryAddress(TransmitLinkIndex, Family);
        if (!IsUsable(primary) && TransmitLinkIndex != _linkIndex)
        {
            // A virtual MAC interface has no IPv4 address of its own: the one below it speaks for it.
            primary = _core.GetPrimaryAddress(_linkIndex, Family);
        }

        if (IsUsable(primary))
        {
            return primary;
        }

        faults = FaultReasons.NoPrimaryAddress;
        return default;
    }

    private static bool IsUsable(InetAddress address) => address is { HasValue: true, IsUnspecified: false };

    private void EnsureVirtualLink()
    {
        if (VirtualLinkName is not { } name || (_virtualLinkIndex != 0 && _core.Stack.TryGetLink(_virtualLinkIndex, out _)))
        {
            return;
        }

        ulong address = VirtualMac.Create(Family, Options.VirtualRouterId).ToUInt64();
        _virtualLinkIndex = _core.Stack.CreateVirtualLink(name, _linkIndex, address).Index;
        CloseSender();
    }

    private void OpenSender(InetAddress primary) =>
        _sender = new AdvertisementSender(_core, Options, _authentication, primary, TransmitLinkIndex, _linkIndex);

    private void CloseSender()
    {
        if (_sender is null)
        {
            return;
        }

        // What is queued names memory and a socket that are about to go.
        _core.Flush();
        _sender.Dispose();
        _sender = null;
    }

    private void Detach(bool removeVirtualLink)
    {
        CloseSender();
        _core.Unregister(this);
        if (removeVirtualLink && _virtualLinkIndex != 0 && VirtualLinkName is { } name)
        {
            Attempt(() => _core.Stack.RemoveVirtualLink(name));
        }

        _virtualLinkIndex = 0;
        _linkIndex = 0;
    }

    private void OnNetworkRetry(long now) => RefreshNetwork(now);

    /// <summary>An operation whose failure is worth an event, but stops nothing.</summary>
    /// <returns>It was done.</returns>
    private bool Attempt(Action operation)
    {
        try
        {
            operation();
            return true;
        }
        catch (NetworkException exception)
        {
            Publish(VrrpEventKind.OperationFailed, exception.Message);
            return false;
        }
    }

    /// <summary>
    /// After a fault, unicast peers may have forgotten our MAC address, and what they send until they have asked for it again
    /// is lost: long enough to make us think that there is no master (keepalived does the same).
    /// </summary>
    private void AnnounceOwnAddressToPeers()
    {
        if (_peers.Length != 0 && _sender is not null)
        {
            _core.Stack.Announce(_linkIndex, _election.PrimaryAddress);
        }
    }

    /// <summary>Sets the faults under a mask at once, so that one fault replacing another is no recovery in between.</summary>
    public void ReplaceFaults(FaultReasons mask, FaultReasons faults, long now)
    {
        FaultReasons before = _faults;
        bool hadOwn = HasOwnFault;
        _faults = (before & ~mask) | (faults & mask);
        if (!_isStarted || before == _faults)
        {
            return;
        }

        if (before == FaultReasons.None)
        {
            Handle(ElectionEvent.FaultRaised, now);
        }
        else if (_faults == FaultReasons.None)
        {
            Handle(ElectionEvent.FaultCleared, now);
        }
        else
        {
            _reason = DescribeFaults();
            if (before == FaultReasons.TrackPending)
            {
                // What was only waited for has become a fault that people want to hear of.
                Publish(VrrpEventKind.StateChanged, _reason);
                RunStateHooks();
            }
        }

        if (hadOwn != HasOwnFault)
        {
            Group?.OnMemberFaultsChanged(now);
        }
    }
}
