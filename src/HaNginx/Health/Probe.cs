using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Nginx.Health;

/// <summary>One question to one address.</summary>
internal sealed class Probe(HealthCheck check, EndPoint endPoint, ServerAddress server, SocketFactory socketFactory, TimeProvider time)
{
    private const int MaximumBody = 64 * 1024;

    private SslPolicyErrors _policyErrors;

    public DateTimeOffset? CertificateExpires { get; private set; }

    public Task<ProbeOutcome> RunAsync(CancellationToken cancellationToken) => check.Kind switch
    {
        HealthCheckKind.Http or HealthCheckKind.Https => RequestAsync(cancellationToken),
        HealthCheckKind.Dns => QueryAsync(cancellationToken),
        HealthCheckKind.Udp => SendAsync(cancellationToken),
        _ => ConnectAsync(cancellationToken),
    };

    public ProbeOutcome OnTimeout() =>
        check is { Kind: HealthCheckKind.Udp, RequireReply: false, Body: null }
            ? new ProbeOutcome(true, "not refused")
            : new ProbeOutcome(false, string.Create(CultureInfo.InvariantCulture, $"no answer within {check.Timeout.TotalSeconds:0.###} s"), null, CertificateExpires);

    private async Task<ProbeOutcome> ConnectAsync(CancellationToken cancellationToken)
    {
        using Socket socket = socketFactory(endPoint, datagram: false);
        await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
        return new ProbeOutcome(true, "connected");
    }

    private async Task<ProbeOutcome> RequestAsync(CancellationToken cancellationToken)
    {
        // A handler for each question: connections cannot be shared, so none can be mistaken for another's.
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = 64,
            ConnectCallback = OpenAsync,
            ActivityHeadersPropagator = null,
        };
        using var client = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(new HttpMethod(check.Method), new Uri("http://probe" + check.Path));
        request.Headers.Host = Host();
        request.Headers.ConnectionClose = true;
        request.Headers.TryAddWithoutValidation("User-Agent", "NginxHa-health-check");
        using HttpResponseMessage response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        int status = (int)response.StatusCode;
        string? wrong = WrongCertificate() ?? WrongStatus(status) ?? WrongHeader(response)
            ?? (check.Body is null ? null : await WrongBodyAsync(response, cancellationToken).ConfigureAwait(false));
        return new ProbeOutcome(wrong is null, wrong ?? string.Create(CultureInfo.InvariantCulture, $"status {status}"), status, CertificateExpires);
    }

    private string Host()
    {
        if (check.HostHeader is { } host)
        {
            return host;
        }

        return server.UnixSocket is not null ? "localhost" : (server with { Port = null }).ToString();
    }

    private async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Socket socket = socketFactory(endPoint, datagram: false);
        Stream? stream = null;
        try
        {
            if (endPoint is IPEndPoint)
            {
                socket.NoDelay = true;
            }

            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (check.Kind != HealthCheckKind.Https)
            {
                return stream;
            }

#pragma warning disable CA5359 // Only a status is asked for, no secret is sent, and WrongCertificate judges it afterwards.
            var tls = new SslStream(stream, leaveInnerStreamOpen: false, AcceptAndRemember);
#pragma warning restore CA5359
            stream = tls;
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = ServerName() }, cancellationToken).ConfigureAwait(false);
            return tls;
        }
        catch
        {
            socket.Dispose();
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    private string ServerName() =>
        check.ServerName ?? (ServerAddress.TryParse(Host(), out ServerAddress? host) ? host.Host : Host());

    /// <summary>The certificate is judged after the answer, so that the reason can say what is wrong with it.</summary>
    private bool AcceptAndRemember(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _policyErrors = errors;
        if (certificate is X509Certificate2 presented)
        {
            CertificateExpires = new DateTimeOffset(presented.NotAfter.ToUniversalTime(), TimeSpan.Zero);
        }

        return true;
    }

    private string? WrongCertificate()
    {
        if (check.Kind != HealthCheckKind.Https)
        {
            return null;
        }

        if (CertificateExpires is not { } expires)
        {
            return "no certificate";
        }

        TimeSpan left = expires - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return string.Create(CultureInfo.InvariantCulture, $"certificate expired {expires:yyyy-MM-dd}");
        }

        if (left < check.MinimumCertificateLifetime)
        {
            return string.Create(CultureInfo.InvariantCulture, $"certificate expires {expires:yyyy-MM-dd}, in {left.TotalDays:0.#} days");
        }

        return !check.VerifyCertificate || _policyErrors == SslPolicyErrors.None
            ? null
            : _policyErrors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                ? $"certificate is not for \"{ServerName()}\""
                : "certificate is not trusted";
    }

    private string? WrongStatus(int status)
    {
        foreach (StatusRange range in check.ExpectedStatus)
        {
            if (range.Contains(status))
            {
                return null;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"status {status}, expected {string.Join(", ", check.ExpectedStatus)}");
    }

    private string? WrongHeader(HttpResponseMessage response)
    {
        foreach ((string name, System.Text.RegularExpressions.Regex pattern) in check.Headers)
        {
            if (!response.Headers.TryGetValues(name, out IEnumerable<string>? values)
                && !response.Content.Headers.TryGetValues(name, out values))
            {
                return $"no header {name}";
            }

            string value = string.Join(", ", values);
            if (!pattern.IsMatch(value))
            {
                return $"header {name} is \"{value}\", expected \"{pattern}\"";
            }
        }

        return null;
    }

    private async Task<string?> WrongBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] body = new byte[MaximumBody];
        int length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return check.Body!.IsMatch(Encoding.UTF8.GetString(body, 0, length)) ? null : $"body does not match \"{check.Body}\"";
    }

    private async Task<ProbeOutcome> QueryAsync(CancellationToken cancellationToken)
    {
        byte[] query = DnsQuery.Write((ushort)Random.Shared.Next(0x10000), check.DnsName, check.DnsType);
        using Socket socket = socketFactory(endPoint, datagram: true);
        await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
        await socket.SendAsync(query, cancellationToken).ConfigureAwait(false);
        byte[] buffer = new byte[4096];
        while (true)
        {
            int length = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (DnsQuery.IsAnswerTo(buffer.AsSpan(0, length), query))
            {
                int code = DnsQuery.ResponseCode(buffer);
                return new ProbeOutcome(code == 0, DnsQuery.Describe(code), code);
            }
        }
    }

    private async Task<ProbeOutcome> SendAsync(CancellationToken cancellationToken)
    {
        using Socket socket = socketFactory(endPoint, datagram: true);
        await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
        await socket.SendAsync(check.Payload, cancellationToken).ConfigureAwait(false);
        byte[] buffer = new byte[65535];
        int length = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        return check.Body is { } pattern && !pattern.IsMatch(Encoding.UTF8.GetString(buffer, 0, length))
            ? new ProbeOutcome(false, $"answer does not match \"{pattern}\"")
            : new ProbeOutcome(true, "answered");
    }
}
