using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NginxHa.Nginx.Control;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Nginx;

/// <summary>A folder with an nginx.conf, and the nginx that runs with it on loopback.</summary>
internal sealed class LocalNginx : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();

    private LocalNginx(int port) => Port = port;

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    public int Port { get; }

    public NginxServer Server { get; private set; } = null!;

    public string ConfigurationPath => this["nginx.conf"];

    public string Head => $$"""
        user root;
        worker_processes 2;
        pid {{this["nginx.pid"]}};
        error_log {{this["error.log"]}} notice;
        events { worker_connections 4096; }
        """;

    public string Temporary => $$"""
            client_body_temp_path {{this["body"]}};
            proxy_temp_path {{this["proxy"]}};
            fastcgi_temp_path {{this["fastcgi"]}};
            uwsgi_temp_path {{this["uwsgi"]}};
            scgi_temp_path {{this["scgi"]}};
            log_format plain '$msec $status $upstream_addr';
            access_log {{this["access.log"]}} plain;
        """;

    public string this[string name] => _folder[name];

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Writes the configuration; nothing is started yet.</summary>
    /// <param name="http">What goes into the http block, given the port to listen on.</param>
    /// <param name="cancellationToken">Ends the asking for the build.</param>
    public static Task<LocalNginx> CreateAsync(Func<LocalNginx, string> http, CancellationToken cancellationToken) =>
        CreateWholeAsync(nginx => $"{nginx.Head}\nhttp {{\n{nginx.Temporary}\n{http(nginx)}\n}}\n", cancellationToken);

    /// <summary>Writes the configuration; nothing is started yet.</summary>
    /// <param name="text">The whole configuration.</param>
    /// <param name="cancellationToken">Ends the asking for the build.</param>
    public static async Task<LocalNginx> CreateWholeAsync(Func<LocalNginx, string> text, CancellationToken cancellationToken)
    {
        var nginx = new LocalNginx(FreePort());
        nginx.Write("nginx.conf", text(nginx));
        NginxProgram program = NginxProgram.Find(Machine.PathOf("nginx"));
        nginx.Server = await NginxServer.CreateAsync(program, nginx.ConfigurationPath, nginx._folder.Path, cancellationToken);
        return nginx;
    }

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Requests so far: when, and with which status, in the order in which they ended.</summary>
    public IReadOnlyList<(double Time, string Status, string Upstream)> Requests()
    {
        string[] lines = File.ReadAllLines(this["access.log"]);
        return
        [
            .. lines.Select(line => line.Split(' ', 3)).Where(parts => parts.Length == 3)
                .Select(parts => (double.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], parts[2])),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        if (Server?.FindProcesses() is not null)
        {
            await Server.StopAsync(graceful: false, Patience, CancellationToken.None);
        }

        _folder.Dispose();
    }
}
