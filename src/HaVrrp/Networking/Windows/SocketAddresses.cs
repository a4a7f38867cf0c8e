using NginxHa.Vrrp.Networking.Windows.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>Addresses to and from SOCKADDR_INET.</summary>
internal static unsafe class SocketAddresses
{
    /// <summary>The structure of an address without port.</summary>
    /// <param name="address">An address.</param>
    /// <param name="scopeId">Interface index of a link-local IPv6 address, else 0.</param>
    public static SockAddrInet ToNative(InetAddress address, uint scopeId = 0)
    {
        SockAddrInet native = default;
        if (address.IsIPv6)
        {
            native.Family = WinsockConstants.FamilyInet6;
            address.TryWrite(new Span<byte>(native.Address6, InetAddress.IPv6Length));
            native.ScopeId = scopeId;
        }
        else
        {
            native.Family = WinsockConstants.FamilyInet;
            address.TryWrite(new Span<byte>(native.Address4, InetAddress.IPv4Length));
        }

        return native;
    }

    /// <summary>The address in a structure; no address for another family.</summary>
    public static InetAddress FromNative(in SockAddrInet native)
    {
        fixed (SockAddrInet* pinned = &native)
        {
            return pinned->Family switch
            {
                WinsockConstants.FamilyInet => InetAddress.Read(new ReadOnlySpan<byte>(pinned->Address4, InetAddress.IPv4Length)),
                WinsockConstants.FamilyInet6 => InetAddress.Read(new ReadOnlySpan<byte>(pinned->Address6, InetAddress.IPv6Length)),
                _ => default,
            };
        }
    }
}
