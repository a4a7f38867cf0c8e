using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace NginxHa.Nginx.Measurement;

/// <summary>A complete answer with a status of 200 to 399 is an answer.</summary>
internal sealed class HttpProbeRequest(AvailabilityProbeOptions options, EndPoint endPoint) : IProbeRequest
{
    private const int BodyLimit = 64 * 1024;

    public async Task<ProbeOutcome> RunAsync(Socket socket, CancellationToken cancellationToken)
    {
        bool isConnected = false;

        // A handler a request: a shared one gives a connection that opens to whichever request has waited longest, and the
        // requests would no longer tell about their own moment.
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = async (_, token) =>
            {
                if (isConnected)
                {
                    // The handler asks once more where a connection ended without a word; a client that counts does not.
                    throw new HttpIOException(HttpRequestError.ResponseEnded);
                }

                isConnected = true;
                await socket.ConnectAsync(endPoint, token).ConfigureAwait(false);

                // The stream owns the socket: closing it is how the handler ends a read that takes too long.
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = options.SkipCertificateCheck ? AcceptAny : null,
            },
        };
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, options.Uri);
        request.Headers.ConnectionClose = true;
        request.Headers.Host = options.HostHeader;
        using HttpResponseMessage response = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        string? body = await ReadBodyAsync(response, cancellationToken).ConfigureAwait(false);
        int status = (int)response.StatusCode;
        return status is >= 200 and < 400 ? ProbeOutcome.Answer(FindServer(response, body)) : ProbeOutcome.FailureStatus(status);
    }

    // The person who asks for it measures whether a service answers, not who it is.
    private static bool AcceptAny(object sender, object? certificate, object? chain, SslPolicyErrors errors) => true;

    private async Task<string?> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var kept = new MemoryStream();
        byte[] buffer = new byte[4096];
        int read;
        while (kept.Length < BodyLimit && (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            kept.Write(buffer, 0, read);
        }

        return options.ServerPattern is null ? null : Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }

    private string? FindServer(HttpResponseMessage response, string? body)
    {
        if (body is not null && options.ServerPattern!.Match(body) is { Success: true } match)
        {
            return match.Groups.Count > 1 ? match.Groups[1].Value : match.Value;
        }

        return response.Headers.TryGetValues(options.ServerHeader, out IEnumerable<string>? values)
            ? string.Join(", ", values)
            : null;
    }
}
