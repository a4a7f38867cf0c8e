using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Nginx;

/// <summary>An HTTP server of its own process on a loopback port, which can be killed and revived.</summary>
internal sealed class BackEnd : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly string _configuration;
    private BackgroundProcess? _process;

    public BackEnd()
    {
        Port = LocalNginx.FreePort();
        _configuration = _folder.Write("nginx.conf", $$"""
            daemon off;
            master_process off;
            pid {{_folder["nginx.pid"]}};
            error_log stderr warn;
            events { worker_connections 4096; }
            http {
              access_log off;
              keepalive_requests 1000000;
              client_body_temp_path {{_folder["body"]}};
              proxy_temp_path {{_folder["proxy"]}};
              fastcgi_temp_path {{_folder["fastcgi"]}};
              uwsgi_temp_path {{_folder["uwsgi"]}};
              scgi_temp_path {{_folder["scgi"]}};
              server { listen 127.0.0.1:{{Port}}; location / { return 200 "{{Port}}\n"; } }
            }
            """);
    }

    public int Port { get; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = new BackgroundProcess("nginx", ["-p", _folder.Path, "-c", _configuration, "-e", "stderr"]);
        await Eventually.TrueAsync(() => _process.HasExited || Answers(), LocalNginx.Patience, () => _process.Log, cancellationToken);
        Assert.False(_process.HasExited, _process.Log);
    }

    public void Kill()
    {
        _process?.Signal(Native.SignalKill);
        _process?.WaitForExit(LocalNginx.Patience);
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }

    private bool Answers()
    {
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            client.Connect("127.0.0.1", Port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
