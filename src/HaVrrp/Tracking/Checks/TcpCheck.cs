using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Tracking.Checks;

/// <summary>Opens a TCP connection and closes it again.</summary>
internal sealed class TcpCheck(TcpTrackOptions options, string? networkNamespace) : ITrackCheck
{
    private readonly EndPoint _target = IPAddress.TryParse(options.Host, out IPAddress? address)
        ? new IPEndPoint(address, options.Port)
        : new DnsEndPoint(options.Host, options.Port);

    public async ValueTask<TrackResult> RunAsync(CancellationToken cancellationToken)
    {
        using Socket socket = await NetworkNamespace.ConnectAsync(networkNamespace, _target, cancellationToken).ConfigureAwait(false);
        return new TrackResult(true, string.Create(CultureInfo.InvariantCulture, $"connected to {options.Host} port {options.Port}"));
    }

    public void Dispose()
    {
    }
}
