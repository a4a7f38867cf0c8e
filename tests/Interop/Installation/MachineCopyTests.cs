using System.Net;
using System.Net.Sockets;
using System.Text;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Installation;

/// <summary>The cmdlets at work on a copy of this machine: real packages, a real build, and what was built at work in the lab.</summary>
public sealed class MachineCopyTests(SourceArchives archives) : IClassFixture<SourceArchives>
{
    private const string Preparation = """
        Uninstall-NginxKeepalived -RemoveConfiguration -Confirm:$false
        if (Get-HaInstallation) { throw 'something is left' }
        if ([System.IO.Directory]::Exists('/etc/nginx') -or [System.IO.Directory]::Exists('/etc/keepalived')) { throw 'configuration is left' }

        """;

    /// <summary>The init scripts of what was built, in a network namespace of their own; the programs are there, so nothing is built again.</summary>
    private const string Services = """
        Import-Module '$module' -ErrorAction Stop
        $lines = [System.Collections.Generic.List[string]]::new()
        function Add-State([string] $title, $installations) {
            foreach ($one in $installations) { $lines.Add("$title $($one.Component) $($one.IsActive) $($one.Changed)") }
        }

        function Get-Pair([string[]] $addresses) {
            New-HaTopology -Mode MasterBackup -VirtualIp $addresses -Node @{ Name = 'web1'; Addresses = '10.77.0.1'; Interface = 'eth0' }, @{ Name = 'web2'; Addresses = '10.77.0.2'; Interface = 'eth0' }
        }

        function Get-ProcessId([string] $file) { [System.IO.File]::ReadAllText($file).Trim() }

        $build = @{ Method = 'Source'; SourcePath = '/exchange'; Checksum = $checksums; Role = 'Master' }
        Add-State started (Install-NginxKeepalived @build -Topology (Get-Pair 10.77.0.200/24))
        $ids = (Get-ProcessId /usr/local/nginx/logs/nginx.pid), (Get-ProcessId /run/keepalived.pid)
        Add-State same (Install-NginxKeepalived @build -Topology (Get-Pair 10.77.0.200/24))
        Add-State reloaded (Install-NginxKeepalived @build -Topology (Get-Pair 10.77.0.200/24, 10.77.0.201/24))
        for ($i = 0; $i -lt 200 -and -not "$(Get-VirtualIp -Interface eth0 -All)".Contains('10.77.0.201/'); $i++) { [System.Threading.Thread]::Sleep(100) }
        $lines.Add("taken over $($i -lt 200), processes kept $($ids[0] -eq (Get-ProcessId /usr/local/nginx/logs/nginx.pid) -and $ids[1] -eq (Get-ProcessId /run/keepalived.pid))")
        foreach ($action in 'status', 'restart', 'status', 'stop', 'stop', 'status') {
            foreach ($service in 'nginx', 'keepalived') {
                $process = [System.Diagnostics.Process]::Start([System.Diagnostics.ProcessStartInfo]::new("/etc/init.d/$service", $action))
                $process.WaitForExit()
                $lines.Add("$service $action $($process.ExitCode)")
            }

            if ($action -eq 'restart') { $lines.Add("other processes $($ids[0] -ne (Get-ProcessId /usr/local/nginx/logs/nginx.pid) -and $ids[1] -ne (Get-ProcessId /run/keepalived.pid))") }
        }

        [System.IO.File]::WriteAllLines('/exchange/services', $lines)
        """;

    [InteropFact(Needs.Keepalived | Needs.Nginx)]
    public async Task Packages_twice_the_second_time_nothing_changes()
    {
        using ScratchFolder exchange = new();
        string report = await MachineCopy.RunAsync(exchange, Preparation + """
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
        string checksums = string.Join(", ", archives.Checksums.Select(sum => $"'{sum}'"));
        foreach (string archive in (string[])[archives.Nginx, archives.Keepalived])
        {
            File.Copy(archive, exchange[Path.GetFileName(archive)]);
        }

        exchange.Write("services.ps1", Services.Replace("$checksums", checksums, StringComparison.Ordinal).Replace("$module", Path.Combine(Repository.Root, "output", "NginxHa", "NginxHa.psd1"), StringComparison.Ordinal));
        string report = await MachineCopy.RunAsync(exchange, $"{Preparation}\n$checksums = {checksums}\n$segment = '{MachineCopy.Segment}'\n" + """
            $build = @{ Method = 'Source'; SourcePath = '/exchange'; Checksum = $checksums; NoStart = $true }
            $first = Install-NginxKeepalived @build
            $second = Install-NginxKeepalived @build
            foreach ($run in $first, $second) {
                foreach ($one in $run) { $lines.Add("$($one.Component) $($one.Method) $($one.IsEnabled) $($one.IsIntact) $($one.Changed) $($one.Program)") }
            }
            $process = [System.Diagnostics.Process]::Start([System.Diagnostics.ProcessStartInfo]::new('unshare', [string[]] ('--net', 'sh', $segment, '10.77.0.1/24', [System.Environment]::ProcessPath, '-NonInteractive', '/exchange/services.ps1')))
            $process.WaitForExit()
            $lines.AddRange([System.IO.File]::ReadAllLines('/exchange/services'))
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
            started Nginx True True
            started Keepalived True True
            same Nginx True False
            same Keepalived True False
            reloaded Nginx True True
            reloaded Keepalived True True
            taken over True, processes kept True
            nginx status 0
            keepalived status 0
            nginx restart 0
            keepalived restart 0
            other processes True
            nginx status 0
            keepalived status 0
            nginx stop 0
            keepalived stop 0
            nginx stop 0
            keepalived stop 0
            nginx status 3
            keepalived status 3
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
}
