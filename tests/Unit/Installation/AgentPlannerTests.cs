using NginxHa.Installation;
using NginxHa.Installation.Agent;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Planning;
using NginxHa.Platform;

namespace NginxHa.Tests.Unit.Installation;

/// <summary>What is done to install, remove, start and stop the agent, on folders that stand for machines.</summary>
public sealed class AgentPlannerTests : IDisposable
{
    private const string Document = "/etc/nginxha/nginxha.json";

    private readonly AgentFolder _builds = new();
    private readonly MachineFolder _machine = new((Document, "{}"), ("/usr/bin/dotnet", ""));
    private readonly RecordingRunner _runner;
    private bool _isEnabled;
    private bool _isActive;

    public AgentPlannerTests() => _runner = new RecordingRunner(Answer);

    public void Dispose()
    {
        _builds.Dispose();
        _machine.Dispose();
    }

    [Fact]
    public async Task Installing_copies_registers_enables_checks_and_starts()
    {
        AgentBuild build = _builds.Native();
        Assert.Equal(
            [
                $"Copy the agent (native, build {build.Id}) to '/usr/local/libexec/nginxha'",
                "Register the service nginxha-agent in '/etc/systemd/system/nginxha-agent.service'",
                "Make the service manager read its files again",
                "Start nginxha-agent at boot",
                "Check the document '/etc/nginxha/nginxha.json'",
                "Start the agent",
            ],
            await InstallAsync(new AgentOptions { Build = build }));
        Assert.Equal(
            [
                "systemctl daemon-reload", "systemctl enable nginxha-agent.service",
                "/usr/local/libexec/nginxha/current/nginxha-agent check /etc/nginxha/nginxha.json", "systemctl start nginxha-agent.service",
            ],
            Changes());
    }

    [Fact]
    public async Task Installing_again_changes_nothing()
    {
        var options = new AgentOptions { Build = _builds.Managed() };
        await InstallAsync(options);
        (string, DateTime)[] before = Times();
        _runner.Commands.Clear();
        Assert.Empty(await InstallAsync(options));
        Assert.Empty(Changes());
        Assert.Equal(before, Times());
    }

    [Fact]
    public async Task Another_build_restarts_a_running_agent_and_keeps_the_build_before()
    {
        AgentBuild first = _builds.Managed("1");
        AgentBuild second = _builds.Native("2");
        await InstallAsync(new AgentOptions { Build = first });
        _runner.Commands.Clear();
        await InstallAsync(new AgentOptions { Build = second });
        Assert.Equal("systemctl restart nginxha-agent.service", Changes()[^1]);
        AgentInstallation after = await ReadAsync(ServiceManager.Systemd);
        Assert.Equal((second.Id, first.Id, true, true, true), (after.Build, after.PreviousBuild, after.IsNative, after.IsEnabled, after.IsActive));
        Assert.Contains("ExecStart=/usr/bin/dotnet ", _machine.Files.Read("/etc/systemd/system/nginxha-agent.service.previous"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_document_or_with_NoStart_nothing_is_started()
    {
        Assert.DoesNotContain("Start the agent", await InstallAsync(new AgentOptions { Build = _builds.Native(), NoStart = true }));
        Assert.True(_isEnabled);
        Assert.False(_isActive);
        string[] elsewhere = await InstallAsync(new AgentOptions { Build = _builds.Native(), DocumentPath = "/srv/none.json" });
        Assert.Equal(["Register the service nginxha-agent in '/etc/systemd/system/nginxha-agent.service'", "Make the service manager read its files again"], elsewhere);
    }

    [Fact]
    public async Task A_refused_document_starts_nothing()
    {
        _runner.Commands.Clear();
        var refusing = new RecordingRunner(command => command.Arguments.Contains("check") ? RecordingRunner.Bad(6, "nginxha.json:3: no") : Answer(command));
        IReadOnlyList<InstallationStep> steps = Planner(ServiceManager.Systemd, await ReadAsync(ServiceManager.Systemd)).Install(new AgentOptions { Build = _builds.Native() });
        InstallationException refused = await Assert.ThrowsAsync<InstallationException>(async () =>
        {
            foreach (InstallationStep step in steps)
            {
                await new StepRunner(refusing, _machine.Files).RunAsync(step, null, TestContext.Current.CancellationToken);
            }
        });
        Assert.Contains("nginxha.json:3: no", refused.Message, StringComparison.Ordinal);
        Assert.False(_isActive);
    }

    [Theory]
    [InlineData(ServiceManager.Systemd, "systemctl stop nginxha-agent.service; systemctl disable nginxha-agent.service; systemctl daemon-reload")]
    [InlineData(ServiceManager.UpdateRc, "/etc/init.d/nginxha-agent stop; update-rc.d -f nginxha-agent remove")]
    [InlineData(ServiceManager.OpenRc, "rc-service nginxha-agent stop; rc-update delete nginxha-agent default")]
    [InlineData(ServiceManager.RcLocal, "/etc/init.d/nginxha-agent stop")]
    public async Task Removing_stops_first_and_leaves_the_document(ServiceManager manager, string commands)
    {
        _machine.Add("/proc/77/cmdline", "/usr/bin/dotnet\0/usr/local/libexec/nginxha/current/nginxha-agent.dll\0run\0");
        string[] before = [.. _machine.AllFiles()];
        await InstallAsync(new AgentOptions { Build = _builds.Managed() }, manager);
        Enable(manager);
        _machine.Add("/run/nginxha/state.json", "{}");
        _machine.Add("/run/nginxha/agent.pid", "77\n");
        _runner.Commands.Clear();
        await RunAsync(Planner(manager, await ReadAsync(manager)).Uninstall(withConfiguration: false));
        Assert.Equal(commands, string.Join("; ", Changes()));
        Assert.Equal(before.Order(), _machine.AllFiles().Where(file => !file.Contains("rc.local", StringComparison.Ordinal) && !file.StartsWith("/etc/rc", StringComparison.Ordinal) && !file.StartsWith("/etc/runlevels", StringComparison.Ordinal)));
        Assert.Equal([], _machine.Files.List("/usr/local/libexec"));
        Assert.DoesNotContain("nginxha", _machine.Files.Read("/etc/rc.local") ?? string.Empty, StringComparison.Ordinal);
        if (manager == ServiceManager.Systemd)
        {
            await RunAsync(Planner(manager, await ReadAsync(manager)).Uninstall(withConfiguration: true));
            Assert.False(_machine.Files.FolderExists("/etc/nginxha"));
            Assert.Empty(Planner(manager, await ReadAsync(manager)).Uninstall(withConfiguration: true));
        }
    }

    [Theory]
    [InlineData("start", false, true)]
    [InlineData("start", true, false)]
    [InlineData("stop", true, true)]
    [InlineData("stop", false, false)]
    [InlineData("restart", true, true)]
    [InlineData("restart", false, true)]
    public void Control_does_what_is_needed(string action, bool isActive, bool isNeeded)
    {
        var present = new AgentInstallation("a", null, true, "p", "s", true, isActive);
        IReadOnlyList<InstallationStep> steps = Planner(ServiceManager.OpenRc, present).Control(action);
        Assert.Equal(isNeeded ? [$"rc-service nginxha-agent {action}"] : [], steps.Cast<CommandStep>().SelectMany(step => step.Commands).Select(command => command.Text));
    }

    [Theory]
    [InlineData("/etc/with blank.json")]
    [InlineData("relative.json")]
    [InlineData("/etc/$(reboot).json")]
    [InlineData("/etc/a\nExecStart=/bin/sh")]
    [InlineData("/etc/50%.json")]
    public void A_path_that_would_mean_something_else_in_a_service_file_is_refused(string path)
    {
        InstallationException refused = Assert.Throws<InstallationException>(
            () => Planner(ServiceManager.Systemd, new AgentInstallation(null, null, null, null, null, false, false)).Install(new AgentOptions { Build = _builds.Native(), DocumentPath = path }));
        Assert.Equal(InstallationFailure.NotSupported, refused.Failure);
    }

    [Fact]
    public void Without_a_runtime_or_a_service_manager_it_says_what_is_missing()
    {
        using var bare = new MachineFolder();
        var absent = new AgentInstallation(null, null, null, null, null, false, false);
        InstallationException runtime = Assert.Throws<InstallationException>(
            () => new AgentPlanner(Facts(ServiceManager.Systemd), absent, bare.Files).Install(new AgentOptions { Build = _builds.Managed() }));
        Assert.Contains(".NET runtime", runtime.Message, StringComparison.Ordinal);
        InstallationException manager = Assert.Throws<InstallationException>(() => Planner(ServiceManager.None, absent).Install(new AgentOptions { Build = _builds.Native() }));
        Assert.Equal(InstallationFailure.NotSupported, manager.Failure);
    }

    [Fact]
    public void On_Windows_the_service_manager_gets_the_program_and_keeps_it_alive()
    {
        AgentBuild build = _builds.Native();
        var facts = Facts(ServiceManager.TaskScheduler) with { IsWindows = true };
        var absent = new AgentInstallation(null, null, null, null, null, false, false);
        const string Configuration = @"C:\ProgramData\NginxHa\nginxha.json";
        IReadOnlyList<InstallationStep> steps = new AgentPlanner(facts, absent, _machine.Files).Install(new AgentOptions { Build = build, DocumentPath = Configuration });
        Assert.IsType<AgentBuildStep>(steps[0]);
        Assert.Equal(
            [
                $"sc.exe create nginxha-agent binPath= '\"C:\\Program Files\\NginxHa\\{build.Id}\\nginxha-agent.exe\" run --document \"C:\\ProgramData\\NginxHa\\nginxha.json\"' start= auto DisplayName= 'NginxHa agent'",
                "sc.exe description nginxha-agent 'Virtual routers (VRRP) that keep nginx reachable'",
                "sc.exe failure nginxha-agent reset= 60 actions= restart/1000/restart/1000/restart/1000",
            ],
            steps.OfType<CommandStep>().SelectMany(step => step.Commands).Select(command => command.Text));
        var present = new AgentInstallation("old", null, true, @"C:\Program Files\NginxHa\old\nginxha-agent.exe", null, true, true);
        Assert.Equal("config", new AgentPlanner(facts, present, _machine.Files).Install(new AgentOptions { Build = build, NoStart = true }).OfType<CommandStep>().First().Commands[0].Arguments[0]);
        Assert.Equal(["sc.exe stop nginxha-agent", "sc.exe delete nginxha-agent"], new AgentPlanner(facts, present, _machine.Files).Uninstall(withConfiguration: false).OfType<CommandStep>().SelectMany(step => step.Commands).Select(command => command.Text));
    }

    [Fact]
    public async Task On_Windows_the_answers_are_understood_in_every_language()
    {
        var answers = new RecordingRunner(command => command.Program == "reg.exe"
            ? RecordingRunner.Good(
                "", @"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\nginxha-agent", "    Type    REG_DWORD    0x10", "    Start    REG_DWORD    0x2",
                @"    ImagePath    REG_EXPAND_SZ    ""C:\Program Files\NginxHa\0123\nginxha-agent.exe"" run --document ""C:\x.json""")
            : RecordingRunner.Good("SERVICE_NAME: nginxha-agent", "        TYP                : 10  WIN32_OWN_PROCESS", "        STATUS             : 4  RUNNING "));
        AgentInstallation found = await new AgentInstallationReader(Facts(ServiceManager.TaskScheduler) with { IsWindows = true }, answers, _machine.Files).ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal((@"C:\Program Files\NginxHa\0123\nginxha-agent.exe", true, true), (found.Program, found.IsEnabled, found.IsActive));
        var none = new RecordingRunner(_ => RecordingRunner.Bad(1060));
        AgentInstallation absent = await new AgentInstallationReader(Facts(ServiceManager.TaskScheduler) with { IsWindows = true }, none, _machine.Files).ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal((null, false, false), (absent.Program, absent.IsEnabled, absent.IsActive));
    }

    private static MachineFacts Facts(ServiceManager manager) =>
        new() { Release = OsRelease.Unknown, PackageManager = PackageManager.None, ServiceManager = manager, IsAdministrator = true };

    private AgentPlanner Planner(ServiceManager manager, AgentInstallation present) => new(Facts(manager), present, _machine.Files);

    private Task<AgentInstallation> ReadAsync(ServiceManager manager) =>
        new AgentInstallationReader(Facts(manager), _runner, _machine.Files).ReadAsync(TestContext.Current.CancellationToken);

    private async Task<string[]> InstallAsync(AgentOptions options, ServiceManager manager = ServiceManager.Systemd)
    {
        IReadOnlyList<InstallationStep> steps = Planner(manager, await ReadAsync(manager)).Install(options);
        await RunAsync(steps);
        return [.. steps.Select(step => step.Description)];
    }

    private async Task RunAsync(IEnumerable<InstallationStep> steps)
    {
        foreach (InstallationStep step in steps)
        {
            await new StepRunner(_runner, _machine.Files).RunAsync(step, null, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The commands that change something.</summary>
    private string[] Changes() => [.. _runner.Commands.Select(command => command.Text).Where(text => !text.Contains("is-", StringComparison.Ordinal) && !text.EndsWith(" status", StringComparison.Ordinal))];

    /// <summary>A service manager that does as it is told.</summary>
    private CommandOutcome Answer(SystemCommand command)
    {
        string text = command.Text;
        if (text.Contains("is-enabled", StringComparison.Ordinal))
        {
            return _isEnabled ? RecordingRunner.Good() : RecordingRunner.Bad(1);
        }

        if (text.Contains("is-active", StringComparison.Ordinal) || text.EndsWith(" status", StringComparison.Ordinal))
        {
            return _isActive ? RecordingRunner.Good() : RecordingRunner.Bad(3);
        }

        _isEnabled = text.Contains(" enable", StringComparison.Ordinal) || (_isEnabled && !text.Contains(" disable", StringComparison.Ordinal));
        _isActive = command.Arguments.Any(word => word is "start" or "restart") || (_isActive && !command.Arguments.Contains("stop"));
        return RecordingRunner.Good();
    }

    /// <summary>What the commands that nothing ran would have left.</summary>
    private void Enable(ServiceManager manager)
    {
        string? link = manager switch
        {
            ServiceManager.UpdateRc => "/etc/rc3.d/S01nginxha-agent",
            ServiceManager.OpenRc => "/etc/runlevels/default/nginxha-agent",
            _ => null,
        };
        if (link is not null)
        {
            _machine.Add(link, string.Empty);
        }
    }

    private (string File, DateTime Written)[] Times() => [.. _machine.AllFiles().Select(file => (file, File.GetLastWriteTimeUtc(_machine.Files.Locate(file))))];
}
