namespace NginxHa.Tests.Interop.Fixture;

/// <summary>nginx on a node, answering <c>http://ANY-ADDRESS/</c> with the node's name, out of a folder of its own.</summary>
public sealed class NginxProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ScratchFolder _folder = new();
    private readonly BackgroundProcess _process;

    private NginxProcess(TestNode node, string program)
    {
        string path = _folder.Write("nginx.conf", $$"""
            daemon off;
            master_process off;
            user root;
            pid {{_folder["nginx.pid"]}};
            error_log stderr notice;
            events { worker_connections 1024; }
            http {
              access_log off;
              client_body_temp_path {{_folder["body"]}};
              proxy_temp_path {{_folder["proxy"]}};
              fastcgi_temp_path {{_folder["fastcgi"]}};
              uwsgi_temp_path {{_folder["uwsgi"]}};
              scgi_temp_path {{_folder["scgi"]}};
              server {
                listen 80 default_server;
                default_type text/plain;
                location / { return 200 "{{node.Name}}\n"; }
              }
            }
            """);
        _process = node.Start(program, ["-p", _folder.Path, "-c", path, "-e", "stderr"]);
    }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>Path of its process id file.</summary>
    public string PidFile => _folder["nginx.pid"];

    /// <summary>Starts nginx and returns when it serves.</summary>
    public static async Task<NginxProcess> StartAsync(TestNode node, CancellationToken cancellationToken, string program = "nginx")
    {
        ArgumentNullException.ThrowIfNull(node);
        NginxProcess nginx = node.Network.Own(new NginxProcess(node, program));
        await Eventually.TrueAsync(
            () => File.Exists(nginx.PidFile) || nginx._process.HasExited, Patience, () => $"nginx serves:\n{nginx._process.Log}", cancellationToken);
        return nginx._process.HasExited
            ? throw new InvalidOperationException($"nginx ended:\n{nginx._process.Log}")
            : nginx;
    }

    /// <summary>Kills it; connections are reset and new ones refused.</summary>
    public void Kill()
    {
        _process.Signal(Native.SignalKill);
        _process.WaitForExit(Patience);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }
}
