using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Tracking.Checks;

/// <summary>Asks a URL on a fresh connection each time, so that a server that no longer accepts any is found out.</summary>
internal sealed class HttpCheck : ITrackCheck
{
    private readonly HttpTrackOptions _options;
    private readonly HttpMessageInvoker _client;

    public HttpCheck(HttpTrackOptions options, string? networkNamespace)
    {
        _options = options;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                EndPoint target = IPAddress.TryParse(context.DnsEndPoint.Host, out IPAddress? address)
                    ? new IPEndPoint(address, context.DnsEndPoint.Port)
                    : context.DnsEndPoint;
                Socket socket = await NetworkNamespace.ConnectAsync(networkNamespace, target, cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        if (options.SkipCertificateCheck)
        {
#pragma warning disable CA5359 // Declared so: a node asks itself by an address that no certificate names.
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        _client = new HttpMessageInvoker(handler);
    }

    public async ValueTask<TrackResult> RunAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _options.Uri);
        request.Headers.ConnectionClose = true;
        request.Headers.Host = _options.HostHeader;
        using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        int status = (int)response.StatusCode;
        return new TrackResult(status >= _options.MinimumStatus && status <= _options.MaximumStatus, $"HTTP {status}");
    }

    public void Dispose() => _client.Dispose();
}
