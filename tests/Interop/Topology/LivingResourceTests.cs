using Newtonsoft.Json.Linq;
using NginxHa.Tests.Dsc;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Tests.Interop.Installation;
using NginxHa.Tests.Interop.Nginx;

namespace NginxHa.Tests.Interop.Topologies;

/// <summary>Resources about things that live: addresses of the kernel, a running nginx, a running agent, packages.</summary>
public sealed class LivingResourceTests
{
    private static readonly string Manifest = Path.Combine(Repository.Root, "output", "NginxHa", "NginxHa.psd1");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [InteropTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void VirtualIp_on_a_real_interface(bool adapter)
    {
        using TestNetwork network = new();
        TestNode node = network.AddNode("one", "10.77.0.1/24");
        OwnershipMonitor monitor = new(node);
        JObject declaration = JObject.Parse($$"""{ "Address": "10.77.0.9", "Interface": "eth0", "PrefixLength": 24, "Label": "eth0:9", "NetworkNamespace": "{{node.Namespace}}" }""");
        new ResourceContract
        {
            Type = "VirtualIp",
            Declaration = declaration,
            Drifts =
            [
                (() => node.Ip("address del 10.77.0.9/24 dev eth0", "address add 10.77.0.9/32 dev eth0 label eth0:9"), "PrefixLength is 32; declared is 24."),
                (() => node.Ip("address del 10.77.0.9/24 dev eth0", "address add 10.77.0.9/24 dev eth0 label eth0:7"), "Label is 'eth0:7'; declared is 'eth0:9'."),
                (() => node.Ip("address add 10.77.0.9/16 dev eth0 label eth0:9"), "second copy"),
            ],
            Fingerprint = () => $"{monitor.Changes.Count} {string.Join('\n', node.AddressLines("10.77.0.9"))}",
        }.Check(adapter ? new AdapterReplay(Manifest) : new ClassCaller(Manifest));
        Assert.False(node.Owns("10.77.0.9"));
    }

    [InteropFact(Needs.Nginx)]
    public async Task NginxUpstream_of_a_running_nginx_reloads_it_when_and_only_when_something_changed()
    {
        await using LocalNginx nginx = await LocalNginx.CreateAsync(
            local => $"    upstream other {{\n        server 127.0.0.1:1;\n    }}\n    server {{\n        listen 127.0.0.1:{local.Port};\n        location / {{ return 204; }}\n    }}", Cancelled);
        await nginx.Server.StartAsync(LocalNginx.Patience, Cancelled);
        string Workers() => string.Join(' ', nginx.Server.FindProcesses()!.Workers.Select(worker => worker.Id).Order());
        string started = Workers();
        var caller = new ClassCaller(Manifest);
        JObject declaration = JObject.Parse($$"""{ "Name": "app", "Path": "{{nginx.ConfigurationPath}}", "NginxPath": "{{Machine.PathOf("nginx")}}", "Prefix": "{{Path.GetDirectoryName(nginx.ConfigurationPath)}}", "Server": [{ "Address": "127.0.0.1:8081" }] }""");
        caller.Set("NginxUpstream", declaration);
        await Eventually.TrueAsync(() => Workers() != started, LocalNginx.Patience, () => "new workers", Cancelled);
        string reloaded = Workers();
        caller.Set("NginxUpstream", declaration);
        Assert.True(caller.Test("NginxUpstream", declaration));
        Assert.Equal(reloaded, Workers());
    }

    [InteropFact]
    public async Task VrrpInstance_outlives_the_shell_and_the_agent()
    {
        using TestNetwork network = new();
        TestNode node = network.AddNode("one", "10.77.0.1/24");
        AgentProcess agent = new(node);
        agent.Write($$"""{ "instances": [{ "name": "first", "interface": "eth0", "virtualRouterId": 5, "priority": 255, "virtualAddresses": ["10.77.0.5/24"] }] }""");
        await agent.StartAsync(Cancelled);
        string declare = agent.DocumentPath.Replace("nginxha.json", "declare.ps1", StringComparison.Ordinal);
        await File.WriteAllTextAsync(declare, $$"""
            using module NginxHa
            param([string] $Ensure)
            $ErrorActionPreference = 'Stop'
            foreach ($name in 'second', 'first') {
                $router = [VrrpInstance]@{ Name = $name; Path = '{{agent.DocumentPath}}'; Ensure = $Ensure }
                if ($name -eq 'second') { $router.Interface = 'eth0'; $router.VirtualRouterId = 6; $router.Priority = 255; $router.VirtualIp = '10.77.0.6/24' }
                if ($Ensure -eq 'Present' -and $name -eq 'first') { continue }
                "$name $($router.Test())"
                $router.Set()
                "$name $($router.Test())"
            }
            """, Cancelled);
        string[] Declare(string ensure) =>
            [.. node.Run("env", "NGINXHA_SOCKET=" + agent.ControlSocket, Repository.Shell, "-NonInteractive", "-File", declare, "-Ensure", ensure).Lines];

        Assert.Equal(["second False", "second True"], Declare("Present"));
        await Eventually.TrueAsync(() => node.Owns("10.77.0.6"), AgentProcess.Patience, () => $"the second address:\n{agent.Process.Log}", Cancelled);
        await agent.WaitForLogAsync("Reload: InstanceStarted second", Cancelled);
        string log = agent.Process.Log;
        Assert.Equal(["second True", "second True"], Declare("Present"));
        Assert.DoesNotContain("Reload", agent.Process.Log[log.Length..], StringComparison.Ordinal);

        agent.Kill();
        await agent.StartAsync(Cancelled);
        await Eventually.TrueAsync(() => node.Owns("10.77.0.5") && node.Owns("10.77.0.6"), AgentProcess.Patience, () => agent.Process.Log, Cancelled);

        // The last virtual router takes the document with it, and the agent ends in good order.
        Assert.Equal(["second False", "second True", "first False", "first True"], Declare("Absent"));
        Assert.True(agent.Process.WaitForExit(AgentProcess.Patience), agent.Process.Log);
        Assert.False(node.Owns("10.77.0.5") || node.Owns("10.77.0.6"));
        Assert.False(File.Exists(agent.DocumentPath));
    }

    [InteropFact(Needs.Keepalived | Needs.Nginx)]
    public async Task NginxKeepalivedInstall_on_a_copy_of_the_machine()
    {
        using ScratchFolder exchange = new();
        exchange.Write("install.ps1", """
            using module NginxHa
            $ErrorActionPreference = 'Stop'
            foreach ($ensure in 'Absent', 'Present', 'Absent') {
                $install = [NginxKeepalivedInstall]@{ Component = 'Nginx'; SkipService = $true; RemoveConfiguration = $true; Ensure = $ensure }
                $before = $install.Get()
                $lines.Add("$($before.Ensure) $($install.Test()) $(@($before.Reasons).Count -gt 0)")
                $install.Set()
                $time = $install.Get().NginxProgram ? [System.IO.File]::GetLastWriteTimeUtc('/usr/sbin/nginx').Ticks : 0
                $install.Set()
                $after = $install.Get()
                $again = $after.NginxProgram ? [System.IO.File]::GetLastWriteTimeUtc('/usr/sbin/nginx').Ticks : 0
                $lines.Add("$($after.Ensure) $($install.Test()) $($time -eq $again) $([System.IO.File]::Exists('/usr/sbin/nginx'))")
            }
            """);
        string report = await MachineCopy.RunAsync(exchange, "& '/exchange/install.ps1'\n", TimeSpan.FromMinutes(4));
        Assert.Equal(
            """
            Present False True
            Absent True True False
            Absent False True
            Present True True True
            Present False True
            Absent True True False

            """,
            report);
    }
}
