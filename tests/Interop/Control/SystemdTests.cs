using System.Text;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Tests.Interop.Installation;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Control;

/// <summary>The agent as a service of a real systemd, booted in a copy of this machine: installed, used, killed, hung and removed.</summary>
[Collection(TimingSensitive.Name)]
public sealed class SystemdTests : IDisposable
{
    private const string Boot = "systemd-boot.sh";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly ScratchFolder _exchange = new();

    public void Dispose() => _exchange.Dispose();

    [InteropFact]
    public async Task It_is_installed_kept_alive_and_removed()
    {
        Assert.SkipUnless(File.Exists("/lib/systemd/systemd"), "systemd is not installed");
        _exchange.Write("nginxha.json", Document());
        _exchange.WriteProgram("hook.sh", "#!/bin/sh\n{ grep -E '^(CapBnd|NoNewPrivs|Seccomp):' /proc/self/status; id -u; touch /etc/x || echo read-only; } > /var/log/nginx/hook 2> /dev/null\n");
        _exchange.Write("declare.ps1", Declaration);
        _exchange.Write("job.sh", Job());
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Control", Boot), _exchange[Boot]);
        using ScratchFolder folder = new();
        using BackgroundProcess process = new(
            "unshare",
            [
                "--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "--net", "--cgroup",
                "sh", MachineCopy.Segment, "10.77.0.1/16",
                "sh", MachineCopy.Program,
                folder.Path, _exchange.Path, Repository.Root, "/bin/sh", $"/exchange/{Boot}",
            ]);
        await Eventually.TrueAsync(() => process.HasExited, _patience, () => $"the end of the copy:\n{Read("report")}\n{Read("errors")}\n{process.Log}", TestContext.Current.CancellationToken);
        string report = Read("report");
        Assert.SkipWhen(report.StartsWith("no control groups", StringComparison.Ordinal), "control groups cannot be mounted here");
        string[] expected =
        [
            "installed Running True True 1",
            "10.77.7.1 is there",

            // NET_ADMIN, NET_RAW, NET_BIND_SERVICE, SETUID, SETGID, KILL, and no more.
            "CapBnd:\t00000000000034e0",
            "NoNewPrivs:\t1",
            "Seccomp:\t2",
            "65534",
            "read-only",
            "again False",
            "reload 0 InstanceUpdated web: GratuitousArp",
            "killed: active 1, 10.77.7.1 is there",
            "hung: active 2, 10.77.7.1 is there",
            "stopped Stopped",
            "10.77.7.1 is gone",
            "removed NotInstalled",
            "/etc/nginxha/nginxha.json",
            "declared False True Running; 6 reasons, the last: To be done: Start the agent.",
            "the same agent and service file: True",
            "drifted False True Running; 3 reasons, the last: State is 'Stopped'; declared is 'Running'.",
            "stopped False True Stopped; 1 reasons, the last: State is 'Running'; declared is 'Stopped'.",
            "absent False True NotInstalled; 3 reasons, the last: To be done: Make the service manager read its files again.",
            "10.77.7.1 is gone",
        ];
        Assert.True(expected.SequenceEqual(report.Split('\n', StringSplitOptions.RemoveEmptyEntries)), report);
    }

    /// <summary>The agent as a DSC resource: from absent to present, again, drifted, otherwise, and away.</summary>
    private static string Declaration => $$"""
        using module '{{Module}}'
        $ErrorActionPreference = 'Stop'
        function Say([string] $Word, [HaAgent] $Agent) {
            $Agent.DocumentPath = '/etc/nginxha/nginxha.json'
            $before = $Agent.Test()
            $reasons = @($Agent.Get().Reasons)
            $Agent.Set()
            "$Word $before $($Agent.Test()) $((Get-HaAgent).State); $($reasons.Count) reasons, the last: $($reasons[-1])"
        }
        function Look { "$((Get-HaAgent).ProcessId) $([System.IO.File]::GetLastWriteTimeUtc('/etc/systemd/system/nginxha-agent.service').Ticks)" }

        Say declared ([HaAgent]@{ Ensure = 'Present' })
        $before = Look
        ([HaAgent]@{ DocumentPath = '/etc/nginxha/nginxha.json' }).Set()
        "the same agent and service file: $($before -eq (Look))"
        Stop-HaAgent
        Say drifted ([HaAgent]@{ State = 'Running' })
        Say stopped ([HaAgent]@{ State = 'Stopped' })
        Say absent ([HaAgent]@{ Ensure = 'Absent' })
        """;

    private static string Module => Path.Combine(Repository.Root, "output", "NginxHa", "NginxHa.psd1");

    private static string Document()
    {
        // A hook runs as a lesser user, to show that the service lets it.
        var hook = new VrrpHook { Program = "/usr/local/bin/hook.sh", User = "nobody" };
        VrrpInstanceOptions options = new()
        {
            Name = "web",
            Interface = "eth0",
            VirtualRouterId = 7,
            Priority = 255,
            Version = VrrpVersion.V3,
            AdvertisementInterval = TimeSpan.FromSeconds(0.1),
            VirtualAddresses = [new VirtualAddress { Address = System.Net.IPAddress.Parse("10.77.7.1"), PrefixLength = 24 }],
            VirtualMac = new VirtualMacOptions(),
            Hooks = new VrrpHooks { Master = hook },
        };
        return TopologyDocument.Write(new Topology.HaTopology { Instances = [options] });
    }

    /// <summary>What systemd runs; each line that it prints is looked at.</summary>
    private static string Job()
    {
        return new StringBuilder($$"""
            export HOME=/root TERM=dumb
            mkdir -p /etc/nginxha /etc/systemd/system/nginxha-agent.service.d /var/log/nginx
            chmod 1777 /var/log/nginx
            install -m 755 -o root -g root /exchange/hook.sh /usr/local/bin/hook.sh
            install -m 600 -o root -g root /exchange/nginxha.json /etc/nginxha/nginxha.json
            printf '[Service]\nWatchdogSec=2\nRestartSec=100ms\n' > /etc/systemd/system/nginxha-agent.service.d/test.conf
            ha() { '{{Repository.Shell}}' -NonInteractive -Command "Import-Module '{{Module}}'; $1"; }
            main() { systemctl show -p MainPID --value nginxha-agent; }
            address() { if ip -br address | grep -q 10.77.7.1/; then echo "10.77.7.1 is there"; else echo "10.77.7.1 is gone"; fi; }
            # Waits for a number of restarts and for the agent to be ready again.
            restarted() {
                for i in $(seq 150); do
                    [ "$(systemctl show -p NRestarts,ActiveState --value nginxha-agent | sort | tr '\n' ' ')" = "$1 active " ] && break
                    sleep 0.1
                done
                echo "$2: $(systemctl is-active nginxha-agent) $(systemctl show -p NRestarts --value nginxha-agent), $(address)"
            }

            ha '$agent = Install-HaAgent; "installed $($agent.State) $($agent.IsEnabled) $($agent.Changed) $($agent.InstanceCount)"'
            address
            for i in $(seq 50); do [ -s /var/log/nginx/hook ] && break; sleep 0.1; done
            cat /var/log/nginx/hook
            sed -i 's/"interface": "eth0",/"interface": "eth0", "gratuitousArp": { "repeat": 2 },/' /etc/nginxha/nginxha.json
            systemctl reload nginxha-agent
            reloaded=$?
            ha '"again $((Install-HaAgent).Changed)"; "reload '$reloaded' $((Get-HaAgent).LastReload.Changes)"'
            kill -KILL "$(main)"
            restarted 1 killed
            kill -STOP "$(main)"
            restarted 2 hung
            ha '"stopped $((Stop-HaAgent -PassThru).State)"'
            address
            rm /etc/systemd/system/nginxha-agent.service.d/test.conf
            ha 'Uninstall-HaAgent -Confirm:$false; "removed $((Get-HaAgent).State)"'
            find /etc/nginxha /usr/local/libexec/nginxha /run/nginxha /etc/systemd/system/nginxha-agent.service -type f 2> /dev/null
            '{{Repository.Shell}}' -NonInteractive -File /exchange/declare.ps1
            address
            """).Replace("\r", string.Empty).Append('\n').ToString();
    }

    private string Read(string name) => File.Exists(_exchange[name]) ? File.ReadAllText(_exchange[name]) : string.Empty;
}
