using NginxHa.Vrrp.Networking.Linux.Netlink;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>
/// The links and addresses of the namespace as far as their changes have been read, and the source of the events about them.
/// When changes were lost, it compares itself with the kernel and reports the difference.
/// </summary>
internal sealed class NetworkMap : IReadySource, IDisposable
{
    private readonly NetlinkRequests _netlink;

    // Subscribed before anything is read, so that no change falls in between.
    private readonly NetlinkMonitor _monitor = new();
    private readonly Dictionary<int, LinkRecord> _links = [];
    private readonly Dictionary<AddressKey, AddressRecord> _addresses = [];

    // Links that a request told of before the event about them was read. Kept apart, or that event would seem to be no news.
    private readonly Dictionary<int, LinkRecord> _early = [];

    public NetworkMap(NetlinkRequests netlink)
    {
        _netlink = netlink;
        foreach (LinkRecord link in ReadLinks())
        {
            _links[link.Index] = link;
        }

        foreach (AddressRecord address in ReadAddresses())
        {
            _addresses[address.Key] = address;
        }
    }

    public int Number => _monitor.Number;

    public bool TryGetLink(int index, out LinkRecord link) =>
        _links.TryGetValue(index, out link) || _early.TryGetValue(index, out link);

    /// <summary>Keeps what a request told of a link for as long as no event has told of it.</summary>
    public void Learn(in LinkRecord link)
    {
        if (!_links.ContainsKey(link.Index))
        {
            _early[link.Index] = link;
        }
    }

    public List<LinkRecord> ReadLinks() =>
        _netlink.Dump<LinkRecord>(LinkMessages.WriteDump, LinkMessages.TryParse, "list network interfaces");

    public List<AddressRecord> ReadAddresses() => _netlink.Dump<AddressRecord>(
        (ref NetlinkWriter writer, uint sequence) => AddressMessages.WriteDump(ref writer, sequence),
        AddressMessages.TryParse,
        "list addresses");

    public void Drain(INetworkEvents events)
    {
        bool anyLost = false;
        while (_monitor.TryReceive(out ReadOnlySpan<byte> datagram, out bool lost))
        {
            // What is still queued after a loss is older than the picture to come, and would spoil it if it were read later.
            anyLost |= lost;
            if (anyLost)
            {
                continue;
            }

            NetlinkMessages messages = new(datagram);
            while (messages.MoveNext())
            {
                ushort type = messages.Header.Type;
                if (LinkMessages.TryParse(type, messages.Payload, out LinkRecord link))
                {
                    OnLink(link, isPresent: type == MessageType.NewLink, events);
                }
                else if (AddressMessages.TryParse(type, messages.Payload, out AddressRecord address))
                {
                    OnAddress(address, isPresent: type == MessageType.NewAddress, events);
                }
            }
        }

        if (anyLost)
        {
            Resynchronize(events);
        }
    }

    public void Dispose() => _monitor.Dispose();

    private void OnLink(in LinkRecord link, bool isPresent, INetworkEvents events)
    {
        _early.Remove(link.Index);
        bool isKnown = _links.TryGetValue(link.Index, out LinkRecord before);
        if (!isPresent)
        {
            if (_links.Remove(link.Index))
            {
                events.OnLinkChanged(link.Index, before.Name);
            }

            return;
        }

        _links[link.Index] = link;
        if (isKnown && before == link)
        {
            // Statistics, neighbour settings and the like: nothing that the engine sees.
            return;
        }

        if (isKnown && before.Name != link.Name)
        {
            events.OnLinkChanged(link.Index, before.Name);
        }

        events.OnLinkChanged(link.Index, link.Name);
    }

    private void OnAddress(in AddressRecord address, bool isPresent, INetworkEvents events)
    {
        if (isPresent)
        {
            _addresses[address.Key] = address;
        }
        else
        {
            _addresses.Remove(address.Key);
        }

        // A known address may have become usable, which the source address of a router waits for.
        events.OnAddressChanged(address.Address, isPresent);
    }

    private void Resynchronize(INetworkEvents events)
    {
        List<LinkRecord> links = ReadLinks();
        HashSet<int> present = [];
        foreach (LinkRecord link in links)
        {
            present.Add(link.Index);
            OnLink(link, isPresent: true, events);
        }

        foreach (LinkRecord link in _links.Values.Where(link => !present.Contains(link.Index)).ToList())
        {
            OnLink(link, isPresent: false, events);
        }

        Dictionary<AddressKey, AddressRecord> addresses = [];
        foreach (AddressRecord address in ReadAddresses())
        {
            addresses[address.Key] = address;
            if (!_addresses.TryGetValue(address.Key, out AddressRecord before) || before != address)
            {
                OnAddress(address, isPresent: true, events);
            }
        }

        foreach (AddressRecord address in _addresses.Values.Where(address => !addresses.ContainsKey(address.Key)).ToList())
        {
            OnAddress(address, isPresent: false, events);
        }
    }
}
