using Microsoft.Extensions.Time.Testing;
using NginxHa.Installation;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Planning;
using NginxHa.Installation.Services;

namespace NginxHa.Tests.Unit.Installation;

public class ServiceTests
{
    private static readonly ServiceDefinition Nginx = ServiceDefinition.Nginx("/usr/local/nginx/sbin/nginx", "/usr/local/nginx/conf/nginx.conf", "/usr/local/nginx/logs/nginx.pid");
    private static readonly ServiceDefinition Keepalived = ServiceDefinition.Keepalived("/usr/local/sbin/keepalived", "/etc/keepalived/keepalived.conf", "/run/keepalived.pid");

    [Theory]
    [InlineData(ServiceManager.Systemd, "systemctl enable nginx.service", "systemctl disable nginx.service", "systemctl start nginx.service", "systemctl is-active --quiet nginx.service")]
    [InlineData(ServiceManager.Chkconfig, "chkconfig --add nginx; chkconfig nginx on", "chkconfig nginx off; chkconfig --del nginx", "/etc/init.d/nginx start", null)]
    [InlineData(ServiceManager.UpdateRc, "update-rc.d nginx defaults; update-rc.d nginx enable", "update-rc.d -f nginx remove", "/etc/init.d/nginx start", null)]
    [InlineData(ServiceManager.OpenRc, "rc-update add nginx default", "rc-update delete nginx default", "rc-service nginx start", "rc-service nginx status")]
    [InlineData(ServiceManager.RcLocal, "", "", "/etc/init.d/nginx start", null)]
    public void Command_lines(ServiceManager manager, string enable, string disable, string start, string? status)
    {
        Assert.Equal(enable, string.Join("; ", ServiceCommands.Enable(manager, "nginx").Select(command => command.Text)));
        Assert.Equal(disable, string.Join("; ", ServiceCommands.Disable(manager, "nginx").Select(command => command.Text)));
        Assert.Equal(start, ServiceCommands.Control(manager, "nginx", "start")!.Text);
        Assert.Equal(status, ServiceCommands.IsActive(manager, "nginx")?.Text);
    }

    [Fact]
    public void A_unit_of_systemd()
    {
        (string path, string text, bool isProgram) = ServiceTexts.File(ServiceManager.Systemd, Keepalived)!.Value;
        Assert.Equal("/etc/systemd/system/keepalived.service", path);
        Assert.False(isProgram);
        Assert.Equal(
            """
            # Written by NginxHa.
            [Unit]
            Description=keepalived, VRRP and health checks
            After=network-online.target nginx.service
            Wants=network-online.target
            ConditionFileNotEmpty=/etc/keepalived/keepalived.conf

            [Service]
            Type=simple
            ExecStartPre=/usr/local/sbin/keepalived --config-test --use-file /etc/keepalived/keepalived.conf
            ExecStart=/usr/local/sbin/keepalived --dont-fork --use-file /etc/keepalived/keepalived.conf --pid /run/keepalived.pid
            ExecReload=/usr/local/sbin/keepalived --config-test --use-file /etc/keepalived/keepalived.conf
            ExecReload=/bin/kill -HUP $MAINPID
            KillSignal=SIGTERM
            KillMode=mixed
            TimeoutStopSec=10
            Restart=on-failure

            [Install]
            WantedBy=multi-user.target

            """,
            text);
        Assert.Contains("ExecStart=/usr/local/nginx/sbin/nginx -c /usr/local/nginx/conf/nginx.conf -g \"daemon off;\"\n", ServiceTexts.File(ServiceManager.Systemd, Nginx)!.Value.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Keepalived_starts_after_nginx_and_stops_before_it_everywhere()
    {
        string first = ServiceTexts.File(ServiceManager.Chkconfig, Nginx)!.Value.Text;
        string second = ServiceTexts.File(ServiceManager.Chkconfig, Keepalived)!.Value.Text;
        Assert.Contains("# chkconfig: 2345 85 15\n", first, StringComparison.Ordinal);
        Assert.Contains("# chkconfig: 2345 86 14\n", second, StringComparison.Ordinal);
        Assert.Contains("# Should-Start:      $network nginx\n", second, StringComparison.Ordinal);
        Assert.Contains("\tafter nginx\n", ServiceTexts.File(ServiceManager.OpenRc, Keepalived)!.Value.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("after", ServiceTexts.File(ServiceManager.OpenRc, Nginx)!.Value.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "#!/bin/sh\n/etc/init.d/nginx start\n")]
    [InlineData("#!/bin/sh -e\ntouch /x\nexit 0\n", "#!/bin/sh -e\ntouch /x\n/etc/init.d/nginx start\nexit 0\n")]
    [InlineData("#!/bin/sh\n/etc/init.d/nginx start\nexit 0\n", "#!/bin/sh\n/etc/init.d/nginx start\nexit 0\n")]
    public void The_line_in_rc_local(string? before, string after)
    {
        Assert.Equal(after, ServiceCommands.RcLocal(before, "nginx"));
        Assert.DoesNotContain("nginx", ServiceCommands.WithoutRcLocal(after, "nginx"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_starts_at_boot_is_read_from_files()
    {
        using var machine = new MachineFolder(("/etc/rc3.d/S01nginx", ""), ("/etc/runlevels/default/keepalived", ""), ("/etc/rc.local", "/etc/init.d/nginx start\n"));
        Assert.True(ServiceCommands.IsEnabled(machine.Files, ServiceManager.UpdateRc, "nginx"));
        Assert.False(ServiceCommands.IsEnabled(machine.Files, ServiceManager.Chkconfig, "keepalived"));
        Assert.True(ServiceCommands.IsEnabled(machine.Files, ServiceManager.OpenRc, "keepalived"));
        Assert.True(ServiceCommands.IsEnabled(machine.Files, ServiceManager.RcLocal, "nginx"));
        Assert.Null(ServiceCommands.IsEnabled(machine.Files, ServiceManager.Systemd, "nginx"));
    }

    [Fact]
    public void What_runs_is_told_by_the_process_that_a_file_names()
    {
        using var machine = new MachineFolder(("/run/nginx.pid", "12\n"), ("/proc/12/comm", "nginx\n"), ("/var/run/keepalived.pid", "13\n"), ("/proc/13/comm", "keepalived\n"));
        Assert.True(ServiceProcess.IsRunning(machine.Files, "nginx", ServiceProcess.PidPaths("/run/nginx.pid")));
        Assert.True(ServiceProcess.IsRunning(machine.Files, "keepalived", ServiceProcess.PidPaths("/run/keepalived.pid")));
        machine.Add("/proc/12/comm", "bash\n");
        Assert.False(ServiceProcess.IsRunning(machine.Files, "nginx", ServiceProcess.PidPaths("/run/nginx.pid")));
        machine.Add("/var/run/keepalived.pid", "../13");
        Assert.False(ServiceProcess.IsRunning(machine.Files, "keepalived", ServiceProcess.PidPaths("/run/keepalived.pid")));
        Assert.Equal(["/usr/local/nginx/logs/nginx.pid"], ServiceProcess.PidPaths("/usr/local/nginx/logs/nginx.pid"));
    }

    [Fact]
    public async Task A_service_that_dies_after_its_start_or_survives_its_stop_is_an_error()
    {
        using var machine = new MachineFolder();
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(100) };
        int asked = 0;
        var runner = new RecordingRunner(command => command.Arguments[0] == "is-active" && asked++ >= 2 ? RecordingRunner.Bad(3) : RecordingRunner.Good("started"));
        var step = new ServiceStep("Start nginx", "nginx", ServiceCommands.Control(ServiceManager.Systemd, "nginx", "start")!) { Question = ServiceCommands.IsActive(ServiceManager.Systemd, "nginx") };
        Task running = new StepRunner(runner, machine.Files, time).RunAsync(step, null, TestContext.Current.CancellationToken);
        await AdvanceAsync(time, running);
        InstallationException failed = await Assert.ThrowsAsync<InstallationException>(() => running);
        Assert.Equal(InstallationFailure.ServiceFailed, failed.Failure);
        Assert.Contains("'systemctl start nginx.service' reported no failure, but nginx does not run", failed.Message, StringComparison.Ordinal);
        Assert.Equal(["systemctl start nginx.service", "systemctl is-active --quiet nginx.service"], runner.Commands.Select(command => command.Text).Distinct());

        var stubborn = new StepRunner(new RecordingRunner(), machine.Files, time);
        Task stopping = stubborn.RunAsync(step with { Runs = false }, null, TestContext.Current.CancellationToken);
        await AdvanceAsync(time, stopping);
        Assert.Contains("nginx still runs", (await Assert.ThrowsAsync<InstallationException>(() => stopping)).Message, StringComparison.Ordinal);

        // One that lives on is no error, and is known to within a second.
        Task good = stubborn.RunAsync(step, null, TestContext.Current.CancellationToken);
        await AdvanceAsync(time, good);
        await good;
    }

    private static async Task AdvanceAsync(FakeTimeProvider time, Task until)
    {
        while (!until.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }
}
