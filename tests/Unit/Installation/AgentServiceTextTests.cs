using NginxHa.Installation.Agent;
using NginxHa.Installation.Machine;

namespace NginxHa.Tests.Unit.Installation;

/// <summary>Service files of the agent, as installed and as shipped.</summary>
public sealed class AgentServiceTextTests
{
    private static readonly AgentServiceOptions _managed = new()
    {
        Host = "/usr/bin/dotnet",
        Program = "/usr/local/libexec/nginxha/current/nginxha-agent.dll",
        DocumentPath = "/srv/ha/lb.json",
    };

    [Theory]
    [InlineData(ServiceManager.Systemd, "nginxha-agent.service", "/etc/systemd/system/nginxha-agent.service", false)]
    [InlineData(ServiceManager.Chkconfig, "nginxha-agent.init", "/etc/init.d/nginxha-agent", true)]
    [InlineData(ServiceManager.UpdateRc, "nginxha-agent.init", "/etc/init.d/nginxha-agent", true)]
    [InlineData(ServiceManager.RcLocal, "nginxha-agent.init", "/etc/init.d/nginxha-agent", true)]
    [InlineData(ServiceManager.OpenRc, "nginxha-agent.openrc", "/etc/init.d/nginxha-agent", true)]
    public void What_is_shipped_is_what_is_installed_in_the_usual_place(ServiceManager manager, string shipped, string path, bool isProgram)
    {
        string expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "service", shipped));
        Assert.Equal((path, expected, isProgram), AgentServiceTexts.File(manager, new AgentServiceOptions()));
    }

    [Fact]
    public void A_unit_runs_a_native_agent_without_writable_code()
    {
        string unit = AgentServiceTexts.File(ServiceManager.Systemd, new AgentServiceOptions())!.Value.Text;
        string[] lines = unit.Split('\n');
        Assert.Contains("ExecStart=/usr/local/libexec/nginxha/current/nginxha-agent run", lines);
        Assert.Contains("MemoryDenyWriteExecute=yes", lines);
        Assert.DoesNotContain("DOTNET", unit, StringComparison.Ordinal);
        string[] asked =
        [
            "Type=notify", "NotifyAccess=main", "ExecReload=/bin/kill -HUP $MAINPID", "WatchdogSec=10", "RuntimeDirectory=nginxha", "RuntimeDirectoryMode=0700",
            "RuntimeDirectoryPreserve=yes", "NoNewPrivileges=yes", "ProtectSystem=strict", "SystemCallFilter=@system-service", "LimitMEMLOCK=infinity", "LimitRTPRIO=99",
            "CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW CAP_NET_BIND_SERVICE CAP_SETUID CAP_SETGID CAP_KILL",
        ];
        Assert.All(asked, line => Assert.Contains(line, lines));
    }

    [Fact]
    public void A_unit_runs_an_agent_for_the_runtime_by_its_host()
    {
        string unit = AgentServiceTexts.File(ServiceManager.Systemd, _managed)!.Value.Text;
        string[] lines = unit.Split('\n');
        Assert.Contains("ExecStart=/usr/bin/dotnet /usr/local/libexec/nginxha/current/nginxha-agent.dll run --document /srv/ha/lb.json", lines);
        Assert.Contains("ConditionFileNotEmpty=/srv/ha/lb.json", lines);
        Assert.Contains("Environment=DOTNET_EnableDiagnostics=0", lines);
        Assert.DoesNotContain("MemoryDenyWriteExecute=yes", lines);
        Assert.DoesNotContain("/etc/nginxha", unit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ServiceManager.UpdateRc, "host=/usr/bin/dotnet", "program=/usr/local/libexec/nginxha/current/nginxha-agent.dll", "document=/srv/ha/lb.json")]
    [InlineData(ServiceManager.OpenRc, "host=\"/usr/bin/dotnet\"", "program=\"/usr/local/libexec/nginxha/current/nginxha-agent.dll\"", "document=\"/srv/ha/lb.json\"")]
    public void Scripts_run_an_agent_for_the_runtime_by_its_host(ServiceManager manager, string host, string program, string document)
    {
        string[] lines = AgentServiceTexts.File(manager, _managed)!.Value.Text.Split('\n');
        Assert.All(new[] { host, program, document }, line => Assert.Contains(line, lines));
    }

    [Theory]
    [InlineData(ServiceManager.None)]
    [InlineData(ServiceManager.TaskScheduler)]
    public void Other_managers_take_no_file(ServiceManager manager) => Assert.Null(AgentServiceTexts.File(manager, new AgentServiceOptions()));
}
