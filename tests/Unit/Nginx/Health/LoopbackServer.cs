using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NginxHa.Tests.Unit.Nginx.Health;

/// <summary>Answers every connection on a loopback port, or a UNIX socket, with the same bytes.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly Socket _listener;
    private readonly byte[] _answer;
    private readonly X509Certificate2? _certificate;
    private readonly List<string> _requests = [];

    public LoopbackServer(string answer, string? unixPath = null, X509Certificate2? certificate = null, IPAddress? address = null, int port = 0)
    {
        _answer = Encoding.UTF8.GetBytes(answer);
        _certificate = certificate;
        EndPoint endPoint = unixPath is null ? new IPEndPoint(address ?? IPAddress.Loopback, port) : new UnixDomainSocketEndPoint(unixPath);
        _listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(endPoint);
        _listener.Listen(512);
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public string? SniSeen { get; private set; }

    public string LastRequest
    {
        get
        {
            lock (_requests)
            {
                return _requests[^1];
            }
        }
    }

    public static X509Certificate2 Certificate(string name, DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 own = request.CreateSelfSigned(notAfter.AddYears(-1), notAfter);

        // Windows does not let a server use a key that was never in a file.
        return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            await using Stream plain = new NetworkStream(client, ownsSocket: true);
            Stream stream = plain;
            if (_certificate is not null)
            {
                var tls = new SslStream(plain);
                await tls.AuthenticateAsServerAsync((_, hello, _, _) =>
                {
                    SniSeen = hello.ServerName;
                    return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificate = _certificate });
                }, null);
                stream = tls;
            }

            byte[] buffer = new byte[4096];
            int length = await stream.ReadAsync(buffer);
            if (length > 0)
            {
                lock (_requests)
                {
                    _requests.Add(Encoding.UTF8.GetString(buffer, 0, length));
                }

                await stream.WriteAsync(_answer);
            }

            await stream.FlushAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away: its business.
        }
    }
}
