using System.Net.Sockets;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Networking.Linux.Netlink;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <content>Addresses.</content>
internal sealed partial class LinuxNetworkStack
{
    private const int AddressesPerBatch = 64;

    /// <summary>
    /// Without it the kernel removes, together with the first address of a subnet, all later ones: a virtual address would
    /// take others along. keepalived sets it too.
    /// </summary>
    private static readonly InterfaceSetting PromoteSecondaries = new("ipv4", "promote_secondaries", 1);

    private readonly HashSet<AddressKey> _ownAddresses = [];
    private readonly Dictionary<int, int> _ownIpv4Counts = [];

    public InetAddress GetPrimaryAddress(int linkIndex, AddressFamily family)
    {
        byte domain = (byte)(family == AddressFamily.InterNetworkV6 ? Domain.Inet6 : Domain.Inet);
        List<AddressRecord> addresses = _netlink.Dump<AddressRecord>(
            (ref NetlinkWriter writer, uint sequence) => AddressMessages.WriteDump(ref writer, sequence, domain, linkIndex),
            AddressMessages.TryParse,
            "list addresses");
        foreach (AddressRecord address in addresses)
        {
            // Kernels before 4.20 do not filter.
            if (address.Address.LinkIndex == linkIndex
                && address.Address.Address.Family == family
                && address.IsUsable
                && !_ownAddresses.Contains(address.Key)
                && (family == AddressFamily.InterNetwork || address.Address.Address.IsLinkLocal))
            {
                return address.Address.Address;
            }
        }

        return family == AddressFamily.InterNetworkV6 ? InetAddress.AnyIPv6 : InetAddress.AnyIPv4;
    }

    public IReadOnlyList<InterfaceAddress> GetAddresses() => _map.ReadAddresses().ConvertAll(record => record.Address);

    public void AddAddress(in InterfaceAddress address) => AddAddresses(new ReadOnlySpan<InterfaceAddress>(in address));

    public void RemoveAddress(in InterfaceAddress address) => RemoveAddresses(new ReadOnlySpan<InterfaceAddress>(in address));

    public void AddAddresses(ReadOnlySpan<InterfaceAddress> addresses)
    {
        foreach (ref readonly InterfaceAddress address in addresses)
        {
            Prepare(address);
        }

        ChangeAll(addresses, isAddition: true);
    }

    public void RemoveAddresses(ReadOnlySpan<InterfaceAddress> addresses) => ChangeAll(addresses, isAddition: false);

    private void ChangeAll(ReadOnlySpan<InterfaceAddress> addresses, bool isAddition)
    {
        NetworkException? failure = null;
        for (int start = 0; start < addresses.Length; start += AddressesPerBatch)
        {
            NetworkException? refused = Change(addresses[start..Math.Min(start + AddressesPerBatch, addresses.Length)], isAddition);
            failure ??= refused;
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    private NetworkException? Change(ReadOnlySpan<InterfaceAddress> addresses, bool isAddition)
    {
        NetlinkWriter requests = _netlink.NewRequest();
        uint first = 0;
        for (int i = 0; i < addresses.Length; i++)
        {
            uint sequence = _netlink.NextSequence();
            first = i == 0 ? sequence : first;
            ushort acknowledge = i == addresses.Length - 1 ? MessageFlag.Acknowledge : (ushort)0;
            if (isAddition)
            {
                AddressMessages.WriteAdd(ref requests, sequence, addresses[i], acknowledge);
            }
            else
            {
                AddressMessages.WriteDelete(ref requests, sequence, addresses[i], acknowledge);
            }
        }

        Span<int> errors = stackalloc int[AddressesPerBatch];
        errors = errors[..addresses.Length];
        _netlink.Execute(requests, first, errors);

        NetworkException? failure = null;
        for (int i = 0; i < addresses.Length; i++)
        {
            ref readonly InterfaceAddress address = ref addresses[i];
            if (isAddition)
            {
                if (errors[i] is 0 or Errno.Exists)
                {
                    Own(address);
                    continue;
                }
            }
            else
            {
                Disown(address);
                if (errors[i] is 0 or Errno.AddressNotAvailable or Errno.NoDevice)
                {
                    continue;
                }
            }

            string operation = isAddition
                ? $"add {address.Address}/{address.PrefixLength} to {Display(address.LinkIndex)}"
                : $"remove {address.Address}/{address.PrefixLength} from {Display(address.LinkIndex)}";
            failure ??= LinuxError.Create(operation, errors[i], Privilege.NetworkAdministration, _netlink.TextOf(i));
        }

        // Only now, as the kernel's words are those of the last request.
        foreach (ref readonly InterfaceAddress address in addresses)
        {
            ReleaseIdle(address.LinkIndex);
        }

        return failure;
    }

    /// <summary>Sets what the interface needs before it gets an address. A system that refuses still serves the address.</summary>
    private void Prepare(in InterfaceAddress address)
    {
        if (address.Address.IsIPv6)
        {
            EnableIPv6OnVirtualLink(address.LinkIndex);
        }
        else if (!_ownIpv4Counts.ContainsKey(address.LinkIndex) && GetLinkName(address.LinkIndex) is { } name)
        {
            _ownIpv4Counts.Add(address.LinkIndex, 0);
            _settings.TryHold(address.LinkIndex, name, PromoteSecondaries);
        }
    }

    private void Own(in InterfaceAddress address)
    {
        if (_ownAddresses.Add(KeyOf(address)) && address.Address.IsIPv4)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_ownIpv4Counts, address.LinkIndex, out _)++;
        }
    }

    private void Disown(in InterfaceAddress address)
    {
        if (_ownAddresses.Remove(KeyOf(address)) && address.Address.IsIPv4)
        {
            CollectionsMarshal.GetValueRefOrNullRef(_ownIpv4Counts, address.LinkIndex)--;
        }
    }

    /// <summary>Restores the settings of an interface on which no IPv4 address is ours.</summary>
    private void ReleaseIdle(int linkIndex)
    {
        if (_ownIpv4Counts.TryGetValue(linkIndex, out int count) && count == 0)
        {
            _ownIpv4Counts.Remove(linkIndex);
            _settings.Release(linkIndex, GetLinkName(linkIndex), PromoteSecondaries);
        }
    }

    /// <summary>Forgets the addresses of an interface that is gone.</summary>
    private void DisownAll(int linkIndex)
    {
        _ownAddresses.RemoveWhere(key => key.LinkIndex == linkIndex);
        if (_ownIpv4Counts.Remove(linkIndex))
        {
            _settings.Release(linkIndex, interfaceName: null, PromoteSecondaries);
        }
    }

    private static AddressKey KeyOf(in InterfaceAddress address) => new(address.LinkIndex, address.Address, address.PrefixLength);
}
