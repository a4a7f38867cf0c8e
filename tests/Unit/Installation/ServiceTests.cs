using NginxHa.Installation.Machine;
using NginxHa.Installation.Services;

namespace NginxHa.Tests.Unit.Installation;

public class ServiceTests
{
    private static readonly ServiceDefinition Nginx = ServiceDefinition.Nginx("/usr/local/nginx/sbin/nginx", "/usr/local/nginx/conf/nginx.conf", "/usr/local/nginx/logs/nginx.pid");
    private static readonly ServiceDefinition Keepalived = ServiceDefinition.Keepalived("/usr/local/sbin/keepalived", "/etc/keepalived/keepalived.conf", "/run/keepalived.pid");

    [Theory]
    [InlineData(ServiceManager.Systemd, "systemctl enable nginx.service", "systemctl disable nginx.service", "systemctl start nginx.service", "systemctl is-active --quiet nginx.service")]
    [InlineData(ServiceManager.Chkconfig, "chkconfig --add nginx; chkconfig nginx on", "chkconfig nginx off; chkconfig --del nginx", "/etc/init.d/nginx start", "/etc/init.d/nginx status")]
    [InlineData(ServiceManager.UpdateRc, "update-rc.d nginx defaults; update-rc.d nginx enable", "update-rc.d -f nginx remove", "/etc/init.d/nginx start", "/etc/init.d/nginx status")]
    [InlineData(ServiceManager.OpenRc, "rc-update add nginx default", "rc-update delete nginx default", "rc-service nginx start", "rc-service nginx status")]
    [InlineData(ServiceManager.RcLocal, "", "", "/etc/init.d/nginx start", "/etc/init.d/nginx status")]
    public void Command_lines(ServiceManager manager, string enable, string disable, string start, string status)
    {
        Assert.Equal(enable, string.Join("; ", ServiceCommands.Enable(manager, "nginx").Select(command => command.Text)));
        Assert.Equal(disable, string.Join("; ", ServiceCommands.Disable(manager, "nginx").Select(command => command.Text)));
        Assert.Equal(start, ServiceCommands.Control(manager, "nginx", "start")!.Text);
        Assert.Equal(status, ServiceCommands.IsActive(manager, "nginx")!.Text);
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
}
