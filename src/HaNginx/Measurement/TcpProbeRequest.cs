using System.Net;
using System.Net.Sockets;

namespace NginxHa.Nginx.Measurement;

/// <summary>A connection that opens is an answer.</summary>
internal sealed class TcpProbeRequest(EndPoint endPoint) : IProbeRequest
{
    public async Task<ProbeOutcome> RunAsync(Socket socket, CancellationToken cancellationToken)
    {
        await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);

        // A reset instead of a proper end: hundreds of connections a second would use up the ports in TIME_WAIT.
        socket.LingerState = new LingerOption(true, 0);
        return ProbeOutcome.Answer(null);
    }
}
