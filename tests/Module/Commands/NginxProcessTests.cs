using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Net.Sockets;

namespace NginxHa.Tests.ModuleTests.Commands;

/// <summary>The nginx cmdlets with a real nginx on loopback, from the start to the end of its life.</summary>
public sealed class NginxProcessTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Runspace _runspace = ModuleFixture.Open();

    public void Dispose()
    {
        _runspace.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_life_of_nginx()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/nginx"), "needs root and nginx on Linux");
        int port = FreePort();
        string path = _folder.Write("nginx.conf", $$"""
            user root;
            worker_processes 1;
            pid {{_folder.Path}}/nginx.pid;
            error_log {{_folder.Path}}/error.log notice;
            events { worker_connections 64; }
            http {
                access_log off;
                client_body_temp_path {{_folder.Path}}/t1; proxy_temp_path {{_folder.Path}}/t2; fastcgi_temp_path {{_folder.Path}}/t3;
                uwsgi_temp_path {{_folder.Path}}/t4; scgi_temp_path {{_folder.Path}}/t5;
                upstream app {
                    server 127.0.0.1:1;
                    server 127.0.0.1:2;
                }
                server { listen 127.0.0.1:{{port}}; location = /status { stub_status; } location / { proxy_pass http://app; } }
            }

            """);
        try
        {
            PSObject started = Invoke("Start-NginxServer $args[0] -Prefix $args[1] -PassThru", path, _folder.Path).Single();
            Assert.Equal(true, Property(started, "Running"));
            PSObject server = Invoke("Get-NginxServer $args[0] -Prefix $args[1]", path, _folder.Path).Single();
            Assert.Equal(Property(started, "MasterId"), Property(server, "MasterId"));
            Assert.NotNull(Property(server, "Status"));
            Assert.Equal(1, Invoke("@((Get-NginxServer $args[0] -Prefix $args[1]).Workers).Length", path, _folder.Path).Single().BaseObject);

            int[] before = Workers(path);
            Invoke("Set-NginxUpstreamServer app 127.0.0.1:2 -Down -Path $args[0] -Prefix $args[1]", path, _folder.Path);
            int[] after = Workers(path);
            Assert.Empty(before.Intersect(after));
            Assert.Contains("server 127.0.0.1:2 down;", File.ReadAllText(path), StringComparison.Ordinal);

            PSObject reload = Invoke("Update-NginxServer $args[0] -Prefix $args[1] -PassThru", path, _folder.Path).Single();
            Assert.Equal(Property(started, "MasterId"), Property(reload, "Master"));

            string good = File.ReadAllText(path);
            File.WriteAllText(path, good + "nonsense;\n");
            Assert.StartsWith("NginxConfigurationRefused,", FirstError("Update-NginxServer $args[0] -Prefix $args[1]", path, _folder.Path).FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.StartsWith("NginxConfigurationRefused,", FirstError("Restart-NginxServer $args[0] -Prefix $args[1] -Confirm:$false", path, _folder.Path).FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Equal(false, Invoke("Test-NginxConfiguration $args[0] -Prefix $args[1] -Quiet", path, _folder.Path).Single().BaseObject);
            File.WriteAllText(path, good);

            PSObject restarted = Invoke("Restart-NginxServer $args[0] -Prefix $args[1] -Confirm:$false -PassThru", path, _folder.Path).Single();
            Assert.NotEqual(Property(started, "MasterId"), Property(restarted, "MasterId"));
        }
        finally
        {
            if (File.Exists(Path.Combine(_folder.Path, "nginx.pid")))
            {
                Invoke("Stop-NginxServer $args[0] -Prefix $args[1] -Force -Confirm:$false", path, _folder.Path);
            }
        }

        Assert.Equal(false, Property(Invoke("Get-NginxServer $args[0] -Prefix $args[1]", path, _folder.Path).Single(), "Running"));
        Assert.StartsWith("NginxNotRunning,", FirstError("Stop-NginxServer $args[0] -Prefix $args[1] -Confirm:$false", path, _folder.Path).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static object? Property(PSObject item, string name) => item.Properties[name].Value;

    private int[] Workers(string path) =>
    [
        .. Invoke("(Get-NginxServer $args[0] -Prefix $args[1]).Workers | Where-Object Role -eq Worker | ForEach-Object Id", path, _folder.Path).Select(id => (int)id.BaseObject),
    ];

    private PSObject[] Invoke(string script, params object[] arguments) => ModuleFixture.Invoke(_runspace, script, arguments);

    private ErrorRecord FirstError(string script, params object[] arguments)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        foreach (object argument in arguments)
        {
            shell.AddArgument(argument);
        }

        shell.Invoke();
        return Assert.Single(shell.Streams.Error);
    }
}
