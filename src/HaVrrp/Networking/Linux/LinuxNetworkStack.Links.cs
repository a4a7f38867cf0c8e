using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Networking.Linux.Netlink;

namespace NginxHa.Vrrp.Networking.Linux;

/// <content>Links.</content>
internal sealed partial class LinuxNetworkStack
{
    /// <summary>IFNAMSIZ of linux/if.h without the closing zero.</summary>
    private const int LongestName = 15;

    private Dictionary<int, LinkRecord>? _snapshot;

    public void BeginSnapshot() => _snapshot = [];

    public void EndSnapshot() => _snapshot = null;

    public bool TryGetLink(string name, out LinkState link)
    {
        bool found = TryReadLink(name, out LinkRecord record);
        link = record.State;
        return found;
    }

    public bool TryGetLink(int index, out LinkState link)
    {
        bool found = TryReadLink(index, out LinkRecord record);
        link = record.State;
        return found;
    }

    public string? GetLinkName(int index) => TryReadLink(index, out LinkRecord link) ? link.Name : null;

    private bool TryReadLink(string name, out LinkRecord link)
    {
        link = default;
        if (string.IsNullOrEmpty(name) || name.Length > LongestName)
        {
            return false;
        }

        if (_snapshot is not null)
        {
            foreach (LinkRecord known in _snapshot.Values)
            {
                if (known.Name == name)
                {
                    link = known;
                    return true;
                }
            }
        }

        NetlinkWriter request = _netlink.NewRequest();
        uint sequence = _netlink.NextSequence();
        LinkMessages.WriteGet(ref request, sequence, name);
        return TryReadLink(request, sequence, $"find interface {name}", out link);
    }

    private bool TryReadLink(int index, out LinkRecord link)
    {
        link = default;
        if (index <= 0)
        {
            return false;
        }

        if (_snapshot is not null && _snapshot.TryGetValue(index, out link))
        {
            return true;
        }

        NetlinkWriter request = _netlink.NewRequest();
        uint sequence = _netlink.NextSequence();
        LinkMessages.WriteGet(ref request, sequence, index);
        return TryReadLink(request, sequence, $"find interface {index}", out link);
    }

    private bool TryReadLink(in NetlinkWriter request, uint sequence, string operation, out LinkRecord link)
    {
        int error = _netlink.Query<LinkRecord>(request, sequence, LinkMessages.TryParse, out link);
        switch (error)
        {
            case 0:
                _map.Learn(link);
                _snapshot?.TryAdd(link.Index, link);
                return true;
            case Errno.NoDevice or Errno.NoEntry or Errno.Invalid:
                return false;
            default:
                throw LinuxError.Create(operation, error, Privilege.NetworkAdministration, _netlink.LastErrorText);
        }
    }

    private LinkRecord RequireLink(int index) => TryReadLink(index, out LinkRecord link)
        ? link
        : throw LinuxError.Create($"use interface {index}", Errno.NoDevice);

    /// <summary>A name for messages; never fails.</summary>
    private string Display(int linkIndex) => _map.TryGetLink(linkIndex, out LinkRecord link) ? link.Name : $"interface {linkIndex}";

    /// <summary>Carries out a request; <paramref name="harmless"/> names the error that means the wish is fulfilled already.</summary>
    private void Execute(in NetlinkWriter request, uint sequence, string operation, params ReadOnlySpan<int> harmless)
    {
        int error = _netlink.Execute(request, sequence);
        if (error != 0 && !harmless.Contains(error))
        {
            throw LinuxError.Create(operation, error, Privilege.NetworkAdministration, _netlink.LastErrorText);
        }
    }
}
