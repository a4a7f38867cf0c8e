using System.Net.Sockets;
using NginxHa.Vrrp.Networking.Windows.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <content>Addresses.</content>
internal sealed partial class WindowsNetworkStack
{
    private readonly HashSet<(int LinkIndex, InetAddress Address)> _ownAddresses = [];

    public InetAddress GetPrimaryAddress(int linkIndex, AddressFamily family) => NetworkPicture.FindPrimary(
        _picture.ReadNow(), linkIndex, family, address => _ownAddresses.Contains((address.LinkIndex, address.Address)));

    public IReadOnlyList<InterfaceAddress> GetAddresses() => [.. _picture.ReadNow().Addresses.Select(address => address.Address)];

    public void AddAddress(in InterfaceAddress address) => AddAddresses(new ReadOnlySpan<InterfaceAddress>(in address));

    public void RemoveAddress(in InterfaceAddress address) => RemoveAddresses(new ReadOnlySpan<InterfaceAddress>(in address));

    public void AddAddresses(ReadOnlySpan<InterfaceAddress> addresses)
    {
        NetworkException? failure = null;
        foreach (ref readonly InterfaceAddress address in addresses)
        {
            NetworkException? refused = Add(address);
            failure ??= refused;
        }

        ThrowIfAny(failure);
    }

    public void RemoveAddresses(ReadOnlySpan<InterfaceAddress> addresses)
    {
        NetworkException? failure = null;
        foreach (ref readonly InterfaceAddress address in addresses)
        {
            NetworkException? refused = Remove(address);
            failure ??= refused;
        }

        ThrowIfAny(failure);
    }

    private static void ThrowIfAny(NetworkException? failure)
    {
        if (failure is not null)
        {
            throw failure;
        }
    }

    private unsafe NetworkException? Add(in InterfaceAddress address)
    {
        MibUnicastIpAddressRow row = default;
        IpHelper.InitializeUnicastIpAddressEntry(&row);
        NativeRows.Fill(ref row, address);
        int error = IpHelper.CreateUnicastIpAddressEntry(&row);
        if (error is ErrorCode.Success or ErrorCode.ObjectAlreadyExists)
        {
            _ownAddresses.Add((address.LinkIndex, address.Address));
            return null;
        }

        return WindowsError.Create($"add {address.Address}/{address.PrefixLength} to {Display(address.LinkIndex)}", error);
    }

    private unsafe NetworkException? Remove(in InterfaceAddress address)
    {
        MibUnicastIpAddressRow row = default;
        IpHelper.InitializeUnicastIpAddressEntry(&row);
        NativeRows.Fill(ref row, address);
        _ownAddresses.Remove((address.LinkIndex, address.Address));
        int error = IpHelper.DeleteUnicastIpAddressEntry(&row);
        return error is ErrorCode.Success or ErrorCode.NotFound or ErrorCode.FileNotFound
            ? null
            : WindowsError.Create($"remove {address.Address}/{address.PrefixLength} from {Display(address.LinkIndex)}", error);
    }
}
