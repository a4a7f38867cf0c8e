using System.Net.Sockets;
using NginxHa.Vrrp.Networking.Windows.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <content>Links.</content>
internal sealed partial class WindowsNetworkStack
{
    public bool TryGetLink(string name, out LinkState link)
    {
        foreach (NetworkLink candidate in _picture.ReadNow().Links.Values)
        {
            // Names of Windows interfaces do not differ by case.
            if (string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                link = candidate.State;
                return true;
            }
        }

        link = default;
        return false;
    }

    public bool TryGetLink(int index, out LinkState link)
    {
        bool found = _picture.ReadNow().Links.TryGetValue(index, out NetworkLink? now);
        link = found ? now!.State : default;
        return found;
    }

    public string? GetLinkName(int index) => TryFindLink(index, out NetworkLink link) ? link.Name : null;

    public InetAddress GetDefaultGateway(int linkIndex, AddressFamily family)
    {
        if (TryFindLink(linkIndex, out NetworkLink link))
        {
            foreach (InetAddress gateway in link.Gateways)
            {
                if (gateway.Family == family)
                {
                    return gateway;
                }
            }
        }

        return default;
    }

    public LinkState CreateVirtualLink(string name, int parentIndex, ulong hardwareAddress) => throw WindowsError.NotSupported(
        $"create {name} with {MacAddress.FromUInt64(hardwareAddress)}",
        "Windows has no interface with a second MAC address; leave the virtual MAC out");

    public void RemoveVirtualLink(string name)
    {
        // There is none.
    }

    /// <summary>The link as the loop knows it, or, when it is new, as it is now.</summary>
    private bool TryFindLink(int index, out NetworkLink link) =>
        _picture.TryGetLink(index, out link) || _picture.ReadNow().Links.TryGetValue(index, out link!);

    private NetworkLink RequireLink(int index) => TryFindLink(index, out NetworkLink link)
        ? link
        : throw WindowsError.Create($"use interface {index}", ErrorCode.FileNotFound);

    /// <summary>A name for messages; never fails.</summary>
    private string Display(int linkIndex) => GetLinkName(linkIndex) ?? $"interface {linkIndex}";
}
