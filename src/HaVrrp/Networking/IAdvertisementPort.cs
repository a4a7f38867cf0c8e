namespace NginxHa.Vrrp.Networking;

/// <summary>Sends one virtual router's advertisements. Disposing it leaves the group when it was the last user.</summary>
public interface IAdvertisementPort : IDisposable
{
    /// <summary>
    /// Queues a message for its group or for every peer. It leaves with the next <see cref="INetworkStack.Flush"/>, so that
    /// many routers due at one moment share a system call. The bytes are copied or sent before the call to Flush returns;
    /// the caller keeps them unchanged until then.
    /// </summary>
    /// <param name="message">The bytes after the IP header.</param>
    void Send(ReadOnlyMemory<byte> message);

    /// <summary>
    /// Queues a whole IPv4 packet, header included, for the destination in its header, under the same rules. For the
    /// authentication header, which covers the IP header: it is signed for each destination and leaves as it is.
    /// </summary>
    /// <param name="packet">The packet from its IPv4 header on; identification not 0, or the system would replace it.</param>
    /// <exception cref="NotSupportedException">The port is not IPv4, or the system does not let a program write the header.</exception>
    void SendPacket(ReadOnlyMemory<byte> packet) =>
        throw new NotSupportedException("Packets with their own IPv4 header cannot be sent here.");
}
