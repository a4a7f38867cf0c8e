using System.Net.Sockets;

namespace NginxHa.Nginx.Measurement;

/// <summary>One request on a connection of its own.</summary>
internal interface IProbeRequest
{
    /// <summary>Connects, asks and reads the answer. A failure may also be thrown.</summary>
    /// <param name="socket">A new socket; the caller disposes of it.</param>
    /// <param name="cancellationToken">Cancelled when the time is over.</param>
    Task<ProbeOutcome> RunAsync(Socket socket, CancellationToken cancellationToken);
}
