using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Networking.Linux.Netlink;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>
/// Drops what is addressed to chosen addresses, by a table of nf_tables for each address family that is there only while it has
/// an element. The kernel's table is the truth: a killed run has left one perhaps, and another engine of the namespace may add to it.
/// </summary>
internal sealed class TrafficFilter : IDisposable
{
    private const int FrameBytes = 4096;
    private const int BytesPerElement = 40;

    private static readonly AddressFamily[] Families = [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6];

    private readonly HashSet<InterfaceAddress> _dropped = [];
    private readonly HashSet<AddressFamily> _built = [];
    private NetlinkRequests? _netlink;

    /// <summary>Drops packets to the addresses from now on. An empty list only asks whether that can be done.</summary>
    /// <param name="addresses">The addresses; those that are dropped already may be among them.</param>
    /// <param name="present">Asked for the addresses of the namespace, to tell what a killed run has left for nothing.</param>
    public void Drop(ReadOnlySpan<InterfaceAddress> addresses, Func<IReadOnlyList<InterfaceAddress>> present)
    {
        foreach (InterfaceAddress address in addresses)
        {
            _dropped.Add(Plain(address));
        }

        if (addresses.IsEmpty)
        {
            const string Operation = "use packet filter rules, which instances without accept mode need";
            _ = Read(AddressFamily.InterNetwork, Operation);
        }

        foreach (AddressFamily family in Families)
        {
            FilterElement[] elements = ElementsOf(addresses, family);
            if (elements.Length > 0)
            {
                string operation = $"drop packets to {elements[0].Address}";
                HashSet<FilterElement>? known = Read(family, operation);
                if (known is null || !_built.Contains(family))
                {
                    Build(family, [.. elements, .. StillNeeded(known, present)], operation);
                    _built.Add(family);
                }
                else
                {
                    Change(family, [.. elements.Except(known)], isAddition: true, operation);
                }
            }
        }
    }

    /// <summary>Lets packets to the addresses through again, also where a killed run has dropped them.</summary>
    public void Allow(ReadOnlySpan<InterfaceAddress> addresses)
    {
        foreach (InterfaceAddress address in addresses)
        {
            _dropped.Remove(Plain(address));
        }

        HashSet<FilterElement> wanted = [.. _dropped.Select(address => FilterElement.Of(address))];
        foreach (AddressFamily family in Families)
        {
            FilterElement[] elements = [.. ElementsOf(addresses, family).Where(element => !wanted.Contains(element))];
            if (elements.Length == 0)
            {
                continue;
            }

            string operation = $"let packets to {elements[0].Address} through";
            if (!TryReadForRemoval(family, operation, out HashSet<FilterElement>? known))
            {
                continue;
            }

            FilterElement[] gone = [.. elements.Where(known.Contains)];
            if (gone.Length == known.Count)
            {
                DeleteTable(family, operation);
            }
            else
            {
                Change(family, gone, isAddition: false, operation);
            }
        }
    }

    public void Dispose() => _netlink?.Dispose();

    /// <summary>What an error of nf_tables means to people.</summary>
    internal static NetworkException Explain(string operation, int error, string? kernelText = null) => error switch
    {
        // In this order: no nfnetlink, no nf_tables in a batch, no nf_tables in a question.
        Errno.ProtocolNotSupported or Errno.NotSupported or Errno.Invalid when string.IsNullOrEmpty(kernelText) =>
            LinuxError.Create(operation, error, null, "the kernel has no nf_tables (CONFIG_NF_TABLES), or an old one without what is asked of it"),
        _ => LinuxError.Create(operation, error, Privilege.NetworkAdministration, kernelText),
    };

    private static bool IsMissing(NetworkException exception) =>
        exception.ErrorCode is Errno.ProtocolNotSupported or Errno.NotSupported or Errno.Invalid;

    /// <summary>Two of the same place are one, whatever their label.</summary>
    private static InterfaceAddress Plain(in InterfaceAddress address) => new(address.LinkIndex, address.Address, 0);

    private static FilterElement[] ElementsOf(ReadOnlySpan<InterfaceAddress> addresses, AddressFamily family)
    {
        HashSet<FilterElement> elements = [];
        foreach (ref readonly InterfaceAddress address in addresses)
        {
            if (address.Address.Family == family)
            {
                elements.Add(FilterElement.Of(address));
            }
        }

        return [.. elements];
    }

    /// <summary>Of what is there before the first change: our own, and what belongs to an address that is still on the node.</summary>
    private HashSet<FilterElement> StillNeeded(HashSet<FilterElement>? known, Func<IReadOnlyList<InterfaceAddress>> present)
    {
        HashSet<FilterElement> needed = [.. present().Select(address => FilterElement.Of(address))];
        needed.IntersectWith(known ?? []);
        needed.UnionWith(_dropped.Select(address => FilterElement.Of(address)));
        return needed;
    }

    /// <summary>Replaces the table by one with these elements, at one blow: no packet gets past in between.</summary>
    private void Build(AddressFamily family, FilterElement[] elements, string operation)
    {
        elements = [.. elements.Where(element => element.Address.Family == family).Distinct()];
        NetlinkWriter batch = Begin(elements.Length, out uint first);
        FilterMessages.WriteAddTable(ref batch, Netlink.NextSequence(), family);
        FilterMessages.WriteDeleteTable(ref batch, Netlink.NextSequence(), family);
        FilterMessages.WriteAddTable(ref batch, Netlink.NextSequence(), family);
        FilterMessages.WriteAddChain(ref batch, Netlink.NextSequence(), family);
        FilterMessages.WriteAddAddressSet(ref batch, Netlink.NextSequence(), family);
        if (family == AddressFamily.InterNetworkV6)
        {
            FilterMessages.WriteAddLinkLocalSet(ref batch, Netlink.NextSequence());
            FilterRules.WriteAcceptNeighbourDiscovery(ref batch, Netlink.NextSequence());
            FilterRules.WriteDropLinkLocal(ref batch, Netlink.NextSequence());
        }

        FilterRules.WriteDropAddresses(ref batch, Netlink.NextSequence(), family);
        uint last = WriteElements(ref batch, family, elements, isAddition: true);
        End(ref batch, first, last, operation);
    }

    private void Change(AddressFamily family, FilterElement[] elements, bool isAddition, string operation)
    {
        if (elements.Length == 0)
        {
            return;
        }

        NetlinkWriter batch = Begin(elements.Length, out uint first);
        uint last = WriteElements(ref batch, family, elements, isAddition);
        End(ref batch, first, last, operation, isAddition ? 0 : Errno.NoEntry);
    }

    private void DeleteTable(AddressFamily family, string operation)
    {
        NetlinkWriter batch = Begin(0, out uint first);
        uint last = Netlink.NextSequence();
        FilterMessages.WriteDeleteTable(ref batch, last, family, MessageFlag.Acknowledge);
        End(ref batch, first, last, operation, Errno.NoEntry);
    }

    /// <summary>Writes the elements of both sets; the last message asks for the acknowledgement of the batch.</summary>
    private uint WriteElements(ref NetlinkWriter batch, AddressFamily family, FilterElement[] elements, bool isAddition)
    {
        FilterElement[][] messages =
        [
            .. elements.Where(element => !element.IsLinkLocal).Chunk(FilterMessages.ElementsPerMessage),
            .. elements.Where(element => element.IsLinkLocal).Chunk(FilterMessages.ElementsPerMessage),
        ];
        uint sequence = 0;
        for (int i = 0; i < messages.Length; i++)
        {
            sequence = Netlink.NextSequence();
            ushort acknowledge = i == messages.Length - 1 ? MessageFlag.Acknowledge : (ushort)0;
            FilterMessages.WriteElements(ref batch, sequence, family, isAddition, messages[i], acknowledge);
        }

        return sequence;
    }

    private NetlinkWriter Begin(int elements, out uint first)
    {
        NetlinkWriter batch = new(new byte[FrameBytes + (elements * BytesPerElement)]);
        first = Netlink.NextSequence();
        FilterMessages.WriteBegin(ref batch, first);
        return batch;
    }

    private void End(ref NetlinkWriter batch, uint first, uint last, string operation, int harmless = 0)
    {
        FilterMessages.WriteEnd(ref batch, Netlink.NextSequence());
        int error = Netlink.ExecuteTransaction(batch, first, last);
        if (error != 0 && error != harmless)
        {
            throw Explain(operation, error, Netlink.LastErrorText);
        }
    }

    /// <summary>A kernel without nf_tables drops nothing, so there is nothing to take back.</summary>
    private bool TryReadForRemoval(AddressFamily family, string operation, [NotNullWhen(true)] out HashSet<FilterElement>? known)
    {
        known = null;
        try
        {
            known = Read(family, operation);
        }
        catch (NetworkException exception) when (IsMissing(exception))
        {
        }

        return known is not null;
    }

    /// <summary>The elements of a family, or null while there is no table of ours.</summary>
    private HashSet<FilterElement>? Read(AddressFamily family, string operation)
    {
        OpenSocket(operation);
        HashSet<FilterElement> known = [];
        string[] sets = family == AddressFamily.InterNetworkV6
            ? [FilterMessages.AddressSet, FilterMessages.LinkLocalSet]
            : [FilterMessages.AddressSet];
        try
        {
            foreach (string set in sets)
            {
                List<List<FilterElement>> parts = Netlink.Dump<List<FilterElement>>(
                    (ref NetlinkWriter writer, uint sequence) => FilterMessages.WriteGetElements(ref writer, sequence, family, set),
                    FilterMessages.TryParseElements,
                    operation);
                known.UnionWith(parts.SelectMany(part => part));
            }

            return known;
        }
        catch (NetworkException exception) when (exception.ErrorCode == Errno.NoEntry)
        {
            return null;
        }
        catch (NetworkException exception)
        {
            throw Explain(operation, exception.ErrorCode, Netlink.LastErrorText);
        }
    }

    private NetlinkRequests Netlink => _netlink ?? throw new ObjectDisposedException(nameof(TrafficFilter));

    private void OpenSocket(string operation)
    {
        try
        {
            _netlink ??= new NetlinkRequests(NetlinkProtocol.Netfilter);
        }
        catch (NetworkException exception)
        {
            throw Explain(operation, exception.ErrorCode);
        }
    }
}
