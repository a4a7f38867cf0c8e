using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Tests.Interop.Installation;

/// <summary>
/// A node of a topology installed on a copy of this machine that has a segment of its own: configurations that nginx and keepalived
/// judged, and services that really start, reload and stop, by the init scripts of Debian's packages.
/// </summary>
public sealed class ServiceInstallationTests
{
    private const string Tools = """
        function Start-Tool([string] $program, [string[]] $arguments) {
            $start = [System.Diagnostics.ProcessStartInfo]::new($program, $arguments)
            $start.RedirectStandardOutput = $true
            $process = [System.Diagnostics.Process]::Start($start)
            $text = $process.StandardOutput.ReadToEnd()
            $process.WaitForExit()
            $text
        }

        function Wait-Address([string] $address) {
            for ($i = 0; $i -lt 200 -and -not (Start-Tool ip '-4', '-o', 'address', 'show', 'dev', 'eth0').Contains(" $address/"); $i++) { [System.Threading.Thread]::Sleep(100) }
            $lines.Add("$address $($i -lt 200)")
        }

        function Get-Page { $client = [System.Net.Http.HttpClient]::new(); $client.GetStringAsync('http://10.77.0.200/nginxha-health').GetAwaiter().GetResult().Trim(); $client.Dispose() }

        function Add-State([string] $title, $installations) {
            foreach ($one in $installations) { $lines.Add("$title $($one.Component) enabled $($one.IsEnabled) active $($one.IsActive) changed $($one.Changed)") }
        }

        function Get-Pair([string] $name, [string[]] $addresses, [string] $interface = 'eth0') {
            New-HaTopology -Mode MasterBackup -VirtualIp $addresses -Node @{ Name = $name; Addresses = '10.77.0.1'; Interface = $interface }, @{ Name = 'web2'; Addresses = '10.77.0.2'; Interface = $interface }
        }

        function Read-File([string] $path) { [System.IO.File]::ReadAllText($path) }

        """;

    [InteropFact(Needs.Keepalived | Needs.Nginx)]
    public async Task A_node_of_a_topology_is_configured_started_changed_refused_and_removed()
    {
        using ScratchFolder exchange = new();
        string report = await MachineCopy.RunAsync(exchange, Tools + """
            foreach ($service in 'nginx', 'keepalived') { $null = Start-Tool update-rc.d '-f', $service, 'remove' }
            $pair = Get-Pair web1 10.77.0.200/24
            Add-State first (Install-NginxKeepalived -Topology $pair -Role Master -Force)
            $second = Install-NginxKeepalived -Topology $pair -Role web1
            Add-State second $second
            Wait-Address 10.77.0.200
            $lines.Add("page $(Get-Page)")
            $nginx = Read-File /etc/nginx/nginx.conf
            $lines.Add("kept $((Read-File /etc/nginx/nginx.conf.previous).Contains('sites-enabled')) $($nginx.Contains('NginxHa'))")

            $null = Start-Tool chown '1234:2345', '/etc/keepalived/keepalived.conf'
            $null = Start-Tool chmod '640', '/etc/keepalived/keepalived.conf'
            $before = Read-File /etc/keepalived/keepalived.conf
            Add-State more (Install-NginxKeepalived -Topology (Get-Pair web1 10.77.0.200/24, 10.77.0.201/24) -Role Master)
            Wait-Address 10.77.0.201
            $lines.Add("previous $((Read-File /etc/keepalived/keepalived.conf.previous) -eq $before)")
            $lines.Add((Start-Tool stat '-c', '%u:%g %a %n', '/etc/keepalived/keepalived.conf').Trim())

            $before = Read-File /etc/keepalived/keepalived.conf
            try { $null = Install-NginxKeepalived -Topology (Get-Pair web1 10.77.0.200/24 eth7) -Role Master } catch { $lines.Add($_.FullyQualifiedErrorId.Split(',')[0] + " $("$_".Contains('/usr/sbin/keepalived --config-test'))") }
            [System.IO.File]::WriteAllText('/etc/nginx/conf.d/broken.conf', 'nonsense;')
            try { $null = Install-NginxKeepalived -Topology (Get-Pair other 10.77.0.200/24) -Role Master } catch { $lines.Add($_.FullyQualifiedErrorId.Split(',')[0] + " $("$_".Contains('unknown directive "nonsense"'))") }
            $lines.Add("unchanged $((Read-File /etc/keepalived/keepalived.conf) -eq $before) $((Read-File /etc/nginx/nginx.conf) -eq $nginx) $(Get-Page)")
            $lines.Add("left over $(@([System.IO.Directory]::GetFiles('/etc/nginx', '.*') + [System.IO.Directory]::GetFiles('/etc/keepalived', '.*')).Count)")

            [System.IO.File]::Delete('/etc/nginx/conf.d/broken.conf')
            $null = Start-Tool /etc/init.d/keepalived 'stop'
            while ([System.Diagnostics.Process]::GetProcessesByName('keepalived').Length -gt 0) { [System.Threading.Thread]::Sleep(50) }
            $null = Start-Tool mv '/usr/sbin/keepalived', '/usr/sbin/keepalived.real'
            [System.IO.File]::WriteAllText('/usr/sbin/keepalived', "#!/bin/sh`ncase `$1 in --config-test) exit 0; esac`nexit 1`n")
            $null = Start-Tool chmod '755', '/usr/sbin/keepalived'
            try { $null = Install-NginxKeepalived -Topology $pair -Role Master } catch { $lines.Add($_.FullyQualifiedErrorId.Split(',')[0] + " $("$_".Contains("keepalived start' reported no failure, but keepalived does not run"))") }
            $null = Start-Tool mv '/usr/sbin/keepalived.real', '/usr/sbin/keepalived'
            Add-State again (Install-NginxKeepalived -Topology $pair -Role Master)

            Uninstall-NginxKeepalived -Confirm:$false
            $processes = [System.Diagnostics.Process]::GetProcesses().ProcessName
            $lines.Add("running $($processes -contains 'nginx' -or $processes -contains 'keepalived') installed $(@(Get-HaInstallation).Count) kept $([System.IO.File]::Exists('/etc/keepalived/keepalived.conf'))")
            """, TimeSpan.FromMinutes(3), "10.77.0.1/24");
        Assert.Equal(
            """
            first Nginx enabled True active True changed True
            first Keepalived enabled True active True changed True
            second Nginx enabled True active True changed False
            second Keepalived enabled True active True changed False
            10.77.0.200 True
            page web1
            kept True True
            more Nginx enabled True active True changed True
            more Keepalived enabled True active True changed True
            10.77.0.201 True
            previous True
            1234:2345 640 /etc/keepalived/keepalived.conf
            InstallationConfigurationRefused True
            InstallationConfigurationRefused True
            unchanged True True web1
            left over 0
            InstallationServiceFailed True
            again Nginx enabled True active True changed True
            again Keepalived enabled True active True changed True
            running False installed 0 kept True

            """,
            report);
    }
}
