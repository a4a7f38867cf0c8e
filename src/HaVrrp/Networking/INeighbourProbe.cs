namespace NginxHa.Vrrp.Networking;

/// <summary>
/// Asks on a link who has one address, by ARP (RFC 826) or neighbour solicitation (RFC 4861 section 7.2). Answers come
/// through <see cref="INetworkEvents.OnNeighbour"/> while the probe is open, so nothing waits: the owner of the probe
/// decides by its own clock how long no answer means that nobody is there.
/// </summary>
public interface INeighbourProbe : IDisposable
{
    /// <summary>Queues one question; it leaves with the next <see cref="INetworkStack.Flush"/>.</summary>
    void Send();
}
