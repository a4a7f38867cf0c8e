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
}
