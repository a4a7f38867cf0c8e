using System.Net.Sockets;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>
/// Every instance of one network namespace, and nothing that could not be simulated: no thread, no clock and no socket of its
/// own. It is driven by one caller: <c>while (true) { stack.Poll(core.NextDeadline, core); core.RunTimers(stack.Now); }</c>, with
/// commands in between.
/// </summary>
/// <remarks>
/// Packets are looked at before timers: after a pause the master's advertisements wait in the socket, and a timer that ran out
/// meanwhile must not speak before they are heard. What is queued leaves with <see cref="RunTimers"/>.
/// </remarks>
internal sealed partial class VrrpEngineCore : INetworkEvents
{
    private readonly Dictionary<string, VrrpInstance> _instances = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SyncGroup> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, VrrpInstance> _byPacket = [];
    private readonly Dictionary<(int Link, InetAddress Address), VrrpInstance> _owners = [];
    private readonly Dictionary<int, long> _announcedAt = [];
    private readonly long[] _refused = new long[VrrpRefusals.Count];
    private readonly bool _waitsForInterfaces;
    private Dictionary<(int Link, AddressFamily Family), InetAddress>? _primaryAddresses;

    /// <param name="stack">The network.</param>
    /// <param name="host">Everything else outside.</param>
    /// <param name="waitsForInterfaces">An instance whose interface is missing starts in Fault and waits for it, instead of being refused: for a service at boot.</param>
    public VrrpEngineCore(INetworkStack stack, IEngineHost host, bool waitsForInterfaces = false)
    {
        Stack = stack;
        Host = host;
        _waitsForInterfaces = waitsForInterfaces;
    }

    public INetworkStack Stack { get; }

    public IEngineHost Host { get; }

    public TimerHeap Timers { get; } = new();

    /// <summary>When <see cref="RunTimers"/> has to be called next; long.MaxValue for never.</summary>
    public long NextDeadline => Timers.NextDeadline;

    /// <summary>Counts calls of <see cref="Flush"/>: what was queued in an earlier generation has left.</summary>
    public long FlushGeneration { get; private set; }

    public int InstanceCount => _instances.Count;

    /// <summary>Packets that belong to no instance, by reason.</summary>
    public long RefusedOf(VrrpRefusal reason) => _refused[(int)reason];

    /// <summary>Packets that belong to no instance, by every reason that there was.</summary>
    public IReadOnlyDictionary<VrrpRefusal, long> Refused() => InstanceCounters.NotZero(_refused);

    /// <summary>Fires everything that is due and sends what is queued.</summary>
    public void RunTimers(long now)
    {
        bool isAnyDue = false;
        while (Timers.TryTake(now, out CoreTimer? timer))
        {
            isAnyDue = true;
            timer!.Fire(now);
        }

        // Hundreds of masters would wake the thread for each of their advertisements; those that are due in a moment leave with
        // those that are due now, in one call of the system. A single one is never early.
        while (isAnyDue && Timers.TryTakeEarly(now, out CoreTimer? timer))
        {
            timer!.Fire(now);
        }

        Flush();
    }

    public void Flush()
    {
        FlushGeneration++;
        Stack.Flush();
    }

    public void OnPacket(in ReceivedPacket packet)
    {
        ReadOnlySpan<byte> message = packet.Payload;
        if (packet.Protocol == VrrpConstants.AuthenticationHeaderProtocol
            && !Protocol.Authentication.AuthenticationHeader.TryParse(packet.Payload, out _, out message))
        {
            _refused[(int)VrrpRefusal.BadPacketHeader]++;
            return;
        }

        if (!VrrpDecoder.TryPeekVirtualRouterId(message, out byte virtualRouterId))
        {
            _refused[(int)VrrpRefusal.TooShort]++;
            return;
        }

        if (!_byPacket.TryGetValue(KeyOf(packet.LinkIndex, packet.Source.Family, virtualRouterId), out VrrpInstance? instance))
        {
            _refused[(int)VrrpRefusal.UnknownVirtualRouter]++;
            return;
        }

        instance.Receive(packet, Stack.Now);
    }

    public void OnLinkChanged(int linkIndex, string name)
    {
        long now = Stack.Now;
        Refresh([.. _instances.Values.Where(instance => instance.IsTouchedBy(linkIndex, name))], now);
        RefreshInterfaceTracks(name, now);
    }

    public void OnAddressChanged(in InterfaceAddress address, bool isPresent)
    {
        long now = Stack.Now;
        if (_owners.TryGetValue((address.LinkIndex, address.Address), out VrrpInstance? owner))
        {
            if (!isPresent)
            {
                owner.OnOwnedAddressRemoved(now);
            }

            return;
        }

        InterfaceAddress changed = address;
        Refresh([.. _instances.Values.Where(instance => instance.IsTouchedBy(changed, isPresent))], now);
    }

    /// <summary>As the stack's; within one notification or one round of starts it asks the system once, however many instances want to know.</summary>
    public InetAddress GetPrimaryAddress(int linkIndex, AddressFamily family)
    {
        if (_primaryAddresses is null)
        {
            return Stack.GetPrimaryAddress(linkIndex, family);
        }

        if (!_primaryAddresses.TryGetValue((linkIndex, family), out InetAddress address))
        {
            address = Stack.GetPrimaryAddress(linkIndex, family);
            _primaryAddresses.Add((linkIndex, family), address);
        }

        return address;
    }

    /// <summary>Packets for the instance come in on its link from now on.</summary>
    public void Register(VrrpInstance instance)
    {
        if (instance.LinkIndex != 0)
        {
            _byPacket[KeyOf(instance.LinkIndex, instance.Family, instance.Options.VirtualRouterId)] = instance;
        }
    }

    public void Unregister(VrrpInstance instance)
    {
        uint key = KeyOf(instance.LinkIndex, instance.Family, instance.Options.VirtualRouterId);
        if (_byPacket.TryGetValue(key, out VrrpInstance? other) && other == instance)
        {
            _byPacket.Remove(key);
        }
    }

    public void Own(in InterfaceAddress address, VrrpInstance instance) => _owners[(address.LinkIndex, address.Address)] = instance;

    /// <summary>Whether an address is on the node because of one of the instances.</summary>
    public bool IsOwned(in InterfaceAddress address) => _owners.ContainsKey((address.LinkIndex, address.Address));

    public void Disown(in InterfaceAddress address) => _owners.Remove((address.LinkIndex, address.Address));

    /// <summary>Keeps the pause between announcements on one link (keepalived <c>garp_interval</c>), whichever instance they are for.</summary>
    public bool MayAnnounce(int linkIndex, long pause, long now, out long next)
    {
        next = _announcedAt.TryGetValue(linkIndex, out long last) ? last + pause : now;
        if (next > now)
        {
            return false;
        }

        _announcedAt[linkIndex] = now;
        return true;
    }

    private void Refresh(VrrpInstance[] instances, long now)
    {
        _primaryAddresses = [];
        try
        {
            foreach (VrrpInstance instance in instances)
            {
                instance.RefreshNetwork(now);
            }
        }
        finally
        {
            _primaryAddresses = null;
        }
    }

    private static uint KeyOf(int linkIndex, AddressFamily family, byte virtualRouterId) =>
        ((uint)linkIndex << 9) | (family == AddressFamily.InterNetworkV6 ? 256u : 0u) | virtualRouterId;
}
