using System.Net;
using System.Net.Sockets;
using System.Text;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Installation;

/// <summary>The cmdlets at work on a copy of this machine: real packages, a real build, and what was built at work in the lab.</summary>
public sealed class MachineCopyTests(SourceArchives archives) : IClassFixture<SourceArchives>
{
    private const string Preparation = """
        Import-Module $module -ErrorAction Stop
        Uninstall-NginxKeepalived -RemoveConfiguration -Confirm:$false
        if (Get-HaInstallation) { throw 'something is left' }
        if ([System.IO.Directory]::Exists('/etc/nginx') -or [System.IO.Directory]::Exists('/etc/keepalived')) { throw 'configuration is left' }

        """;

    [InteropFact(Needs.Keepalived | Needs.Nginx)]
    public async Task Packages_twice_the_second_time_nothing_changes()
    {
        using ScratchFolder exchange = new();
        string report = await RunAsync(exchange, """
            $first = Install-NginxKeepalived -NoStart
            $second = Install-NginxKeepalived -NoStart
            foreach ($run in $first, $second) {
                foreach ($one in $run) { $lines.Add("$($one.Component) $($one.Method) $($one.IsEnabled) $($one.Changed) $($one.Program) $([System.IO.File]::Exists($one.Program))") }
            }
            Uninstall-NginxKeepalived Nginx -Confirm:$false
            foreach ($one in Get-HaInstallation) { $lines.Add("left $($one.Component)") }
            $lines.Add("kept $([System.IO.File]::Exists('/etc/nginx/nginx.conf'))")
            """, TimeSpan.FromMinutes(4));
        Assert.Equal(
            """
            Nginx Package True True /usr/sbin/nginx True
            Keepalived Package True True /usr/sbin/keepalived True
            Nginx Package True False /usr/sbin/nginx True
            Keepalived Package True False /usr/sbin/keepalived True
            left Keepalived
            kept True

            """,
            report);
    }

    [InteropFact(Needs.Keepalived | Needs.Nginx)]
    public async Task A_build_from_source_whose_programs_then_serve_and_elect()
    {
        using ScratchFolder exchange = new();
        foreach (string archive in (string[])[archives.Nginx, archives.Keepalived])
        {
            File.Copy(archive, exchange[Path.GetFileName(archive)]);
        }

        string report = await RunAsync(exchange, """
            $build = @{ Method = 'Source'; SourcePath = '/exchange'; NoStart = $true }
            $first = Install-NginxKeepalived @build
            $second = Install-NginxKeepalived @build
            foreach ($run in $first, $second) {
                foreach ($one in $run) { $lines.Add("$($one.Component) $($one.Method) $($one.IsEnabled) $($one.IsIntact) $($one.Changed) $($one.Program)") }
            }
            [System.IO.File]::Copy('/usr/local/nginx/sbin/nginx', '/exchange/nginx')
            [System.IO.File]::Copy('/usr/local/sbin/keepalived', '/exchange/keepalived')
            foreach ($line in [System.IO.File]::ReadAllLines('/etc/passwd')) { if ($line.StartsWith('www:')) { $lines.Add($line.Substring($line.LastIndexOf(':', $line.LastIndexOf(':') - 1))) } }
            Uninstall-NginxKeepalived -Confirm:$false
            $lines.Add("gone $(-not [System.IO.File]::Exists('/usr/local/nginx/sbin/nginx') -and -not [System.IO.File]::Exists('/etc/init.d/keepalived'))")
            $lines.Add("kept $([System.IO.File]::Exists('/usr/local/nginx/conf/nginx.conf'))")
            """, TimeSpan.FromMinutes(10));
        Assert.Equal(
            """
            Nginx Source True True True /usr/local/nginx/sbin/nginx
            Keepalived Source True True True /usr/local/sbin/keepalived
            Nginx Source True True False /usr/local/nginx/sbin/nginx
            Keepalived Source True True False /usr/local/sbin/keepalived
            :/nonexistent:/usr/sbin/nologin
            gone True
            kept True

            """,
            report);
        await ServeAndElectAsync(exchange);
    }

    private static async Task ServeAndElectAsync(ScratchFolder exchange)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using TestNetwork network = new();
        TestNode one = network.AddNode("one", "10.77.0.1/24");
        TestNode two = network.AddNode("two", "10.77.0.2/24");
        await NginxProcess.StartAsync(one, cancellation, exchange["nginx"]);
        string configuration = """
            vrrp_instance built {
              state BACKUP
              interface eth0
              virtual_router_id 61
              priority 150
              advert_int 1
              virtual_ipaddress {
                10.77.0.200/24
              }
            }

            """;
        KeepalivedProcess ours = await KeepalivedProcess.StartAsync(one, configuration, cancellation, exchange["keepalived"]);
        KeepalivedProcess packaged = await KeepalivedProcess.StartAsync(two, configuration.Replace("priority 150", "priority 100", StringComparison.Ordinal), cancellation);
        await ours.WaitForStateAsync("built", "MASTER", cancellation);
        Assert.Equal("BACKUP", packaged.StateOf("built"));
        Assert.Equal("one\n", await Task.Run(() => NamespaceThread.Run(two.Namespace, () => Fetch("10.77.0.200")), cancellation));
    }

    /// <summary>The body of a page; blocking, so that the socket is made on the thread that is in the namespace.</summary>
    private static string Fetch(string host)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork) { ReceiveTimeout = 10_000 };
        client.Connect(IPAddress.Parse(host), 80);
        using NetworkStream stream = client.GetStream();
        stream.Write(Encoding.ASCII.GetBytes($"GET / HTTP/1.0\r\nHost: {host}\r\n\r\n"));
        using var reader = new StreamReader(stream);
        string answer = reader.ReadToEnd();
        return answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
    }

    private static async Task<string> RunAsync(ScratchFolder exchange, string script, TimeSpan patience)
    {
        using ScratchFolder folder = new();
        exchange.Write("test.ps1", $"""
            $module = '{Path.Combine(Repository.Root, "output", "NginxHa", "NginxHa.psd1")}'
            $lines = [System.Collections.Generic.List[string]]::new()
            {Preparation}
            {script}
            [System.IO.File]::WriteAllLines('/exchange/report', $lines)

            """);
        using BackgroundProcess process = new(
            "unshare",
            [
                "--mount", "--pid", "--fork", "--kill-child", "sh", Path.Combine(AppContext.BaseDirectory, "Installation", "machine-copy.sh"), folder.Path, exchange.Path,
                Repository.Root, Repository.Shell, "-NonInteractive", "/exchange/test.ps1",
            ]);
        await Eventually.TrueAsync(() => process.HasExited, patience, () => $"the end of the work in the copy:\n{process.Log}", TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0 && File.Exists(exchange["report"]), $"It ended with {process.ExitCode}:\n{process.Log}");
        return await File.ReadAllTextAsync(exchange["report"], TestContext.Current.CancellationToken);
    }
}
