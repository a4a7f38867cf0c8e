using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking;

/// <summary>Receives what <see cref="INetworkStack.Poll"/> found, on the thread that polls.</summary>
public interface INetworkEvents
{
    /// <summary>A packet arrived. The packet's memory is reused after the call.</summary>
    void OnPacket(in ReceivedPacket packet);

    /// <summary>A link appeared, vanished or changed its state; ask the stack for the present one.</summary>
    /// <param name="linkIndex">Interface index.</param>
    /// <param name="name">Interface name.</param>
    void OnLinkChanged(int linkIndex, string name);

    /// <summary>An address was added to or removed from an interface, by this engine or by anyone else.</summary>
    void OnAddressChanged(in InterfaceAddress address, bool isPresent);

    /// <summary>A neighbour for which an <see cref="INeighbourProbe"/> is open answered, or announced itself.</summary>
    /// <param name="linkIndex">Interface index.</param>
    /// <param name="address">The neighbour's address.</param>
    /// <param name="hardwareAddress">Its MAC address in the low 48 bits; 0 when the answer did not tell.</param>
    void OnNeighbour(int linkIndex, InetAddress address, ulong hardwareAddress)
    {
    }
}
