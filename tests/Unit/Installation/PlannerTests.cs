using System.Net;
using NginxHa.Installation;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Planning;
using NginxHa.Installation.Records;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;

namespace NginxHa.Tests.Unit.Installation;

public class PlannerTests
{
    private static readonly MachineFacts Debian = new()
    {
        Release = new OsRelease("debian", [], "12", "bookworm", "Debian GNU/Linux 12"),
        PackageManager = PackageManager.Apt,
        ServiceManager = ServiceManager.Systemd,
        Processors = 3,
    };

    private static readonly MachineState Complete = new()
    {
        Packages = new Dictionary<string, string> { ["nginx"] = "1.22.1-9", ["nginx-common"] = "1.22.1-9", ["keepalived"] = "1:2.2.7-1" },
        Services = new Dictionary<string, ServiceState> { ["nginx"] = new(true, true), ["keepalived"] = new(true, true) },
    };

    [Fact]
    public void Packages_on_a_fresh_Debian()
    {
        using var machine = new MachineFolder();
        Assert.Equal(
            [
                "Fetch the lists of packages", "Install the packages nginx, keepalived", "Have keepalived start after nginx",
                "Make the service manager read its files again", "Start nginx at boot", "Start keepalived at boot", "Start nginx",
            ],
            Descriptions(Plan(Debian, new MachineState(), machine, new InstallationOptions())));
    }

    [Fact]
    public void The_second_time_there_is_nothing_to_do()
    {
        using var machine = new MachineFolder(("/etc/systemd/system/keepalived.service.d/nginxha.conf", NginxHa.Installation.Services.ServiceTexts.Order));
        Assert.Empty(Plan(Debian, Complete, machine, new InstallationOptions()));
    }

    [Fact]
    public void Only_what_is_missing()
    {
        using var machine = new MachineFolder();
        MachineState state = new() { Packages = new Dictionary<string, string> { ["nginx"] = "1.22.1-9" } };
        IReadOnlyList<InstallationStep> steps = Plan(Debian, state, machine, new InstallationOptions { SkipService = true });
        Assert.Equal(["Fetch the lists of packages", "Install the packages keepalived"], Descriptions(steps));
        Assert.Equal("keepalived", ((CommandStep)steps[1]).Commands[0].Arguments[^1]);
    }

    [Fact]
    public void Another_version_is_installed_and_its_service_restarted()
    {
        using var machine = new MachineFolder();
        string[] steps = Descriptions(Plan(Debian, Complete, machine, new InstallationOptions { Component = Component.Nginx, NginxVersion = "1.24.0" }));
        Assert.Equal(["Fetch the lists of packages", "Install the packages nginx 1.24.0", "Restart nginx"], steps);
    }

    [Fact]
    public void CentOS_7_has_nginx_in_EPEL()
    {
        using var machine = new MachineFolder();
        MachineFacts centos = Debian with { Release = new OsRelease("centos", ["rhel", "fedora"], "7", "", "CentOS Linux 7"), PackageManager = PackageManager.Yum };
        CommandStep[] steps = [.. Plan(centos, new MachineState(), machine, new InstallationOptions { SkipService = true }).Cast<CommandStep>()];
        Assert.Equal(["yum --assumeyes install epel-release", "yum --assumeyes install nginx keepalived"], steps.Select(step => step.Commands.Single().Text));
    }

    [Fact]
    public void The_repository_of_nginx_org_comes_first()
    {
        using var machine = new MachineFolder();
        IReadOnlyList<InstallationStep> steps = Plan(Debian, Complete, machine, new InstallationOptions { Component = Component.Nginx, NginxRepository = true, SkipService = true });
        Assert.IsType<RepositoryKeyStep>(steps[0]);
        FileStep list = Assert.Single(steps.OfType<FileStep>(), step => step.Path == "/etc/apt/sources.list.d/nginx.list");
        Assert.Equal("deb [signed-by=/usr/share/keyrings/nginx-archive-keyring.asc] https://nginx.org/packages/debian bookworm nginx\n", list.Text);
        Assert.Equal("Install the packages nginx", steps[^1].Description);
        MachineFacts arch = Debian with { Release = new OsRelease("arch", [], "", "", "Arch Linux"), PackageManager = PackageManager.Pacman };
        Assert.Equal(
            InstallationFailure.NotSupported,
            Assert.Throws<InstallationException>(() => Plan(arch, Complete, machine, new InstallationOptions { NginxRepository = true })).Failure);
    }

    [Fact]
    public void A_build_with_all_that_it_needs()
    {
        using var machine = new MachineFolder(("/etc/passwd", "root:x:0:0::/root:/bin/sh\n"), ("/etc/group", "www:x:99:\n"));
        MachineFacts facts = Debian with { ServiceManager = ServiceManager.UpdateRc };
        MachineState state = new() { Packages = new Dictionary<string, string> { ["gcc"] = "12", ["make"] = "4", ["libc6-dev"] = "2" } };
        IReadOnlyList<InstallationStep> steps = Plan(facts, state, machine, new InstallationOptions { Method = InstallationMethod.Source, NoStart = true });
        Assert.Equal(
            [
                "Fetch the lists of packages",
                "Install what the build needs: libssl-dev, libpcre2-dev, zlib1g-dev, pkg-config, libnl-3-dev, libnl-genl-3-dev",
                "Add the account www, without home and login shell",
                "Build nginx 1.28.0 from source and install it in /usr/local/nginx",
                "Build keepalived 2.3.4 from source and install it in /usr/local",
                "Register the service nginx in '/etc/init.d/nginx'",
                "Register the service keepalived in '/etc/init.d/keepalived'",
                "Start nginx at boot",
                "Start keepalived at boot",
            ],
            Descriptions(steps));
        Assert.Single(steps.OfType<CommandStep>(), step => step.Commands is [{ Program: "useradd" }]);
        Assert.All(steps.OfType<BuildStep>(), step => Assert.Equal(3, step.Build.Jobs));
    }

    [Fact]
    public void A_build_that_is_there_already_is_not_built_again_unless_its_files_changed()
    {
        using var machine = new MachineFolder(("/etc/passwd", "www:x:99:99::/nonexistent:/usr/sbin/nologin\n"), ("/usr/local/nginx/sbin/nginx", "program"));
        var options = new InstallationOptions { Method = InstallationMethod.Source, Component = Component.Nginx, SkipService = true, SkipBuildDependency = true };
        BuildStep build = Assert.IsType<BuildStep>(Assert.Single(Plan(Debian, new MachineState(), machine, options)));
        MachineState state = new()
        {
            Records =
            [
                new InstallationRecord
                {
                    Component = Component.Nginx,
                    Version = build.Build.Version,
                    Prefix = "/usr/local/nginx",
                    Program = "/usr/local/nginx/sbin/nginx",
                    ConfigurationPath = "/usr/local/nginx/conf/nginx.conf",
                    PidPath = "/usr/local/nginx/logs/nginx.pid",
                    ConfigureArguments = NginxHa.Installation.Sources.BuildCommands.ConfigureArguments(build.Build),
                    SourceSha256 = "",
                    Files = new Dictionary<string, string> { ["/usr/local/nginx/sbin/nginx"] = NginxHa.Installation.Sources.ArchiveVerifier.Sha256(machine.Files.Locate("/usr/local/nginx/sbin/nginx")) },
                    Folders = [],
                },
            ],
        };
        Assert.Empty(Plan(Debian, state, machine, options));
        Assert.IsType<BuildStep>(Assert.Single(Plan(Debian, state, machine, options with { ConfigureArguments = ["--with-http_v2_module"] })));
        machine.Add("/usr/local/nginx/sbin/nginx", "another program");
        Assert.IsType<BuildStep>(Assert.Single(Plan(Debian, state, machine, options)));
    }

    [Fact]
    public void The_configuration_for_a_topology()
    {
        const string foreign = "user www-data;\n# by hand\n";
        using var machine = new MachineFolder(("/etc/nginx/nginx.conf", foreign));
        var options = new InstallationOptions { Node = Node(), SkipService = true };
        FileStep[] fresh = [.. Plan(Debian, new MachineState(), machine, options).OfType<FileStep>()];
        Assert.Equal(["/etc/nginx/nginx.conf", "/etc/keepalived/keepalived.conf"], fresh.Select(step => step.Path));
        Assert.Equal("/usr/sbin/keepalived", fresh[1].TestProgram);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, fresh[1].Mode);
        Assert.Contains("virtual_router_id 51", fresh[1].Text, StringComparison.Ordinal);
        Assert.Contains("user www-data;", fresh[0].Text, StringComparison.Ordinal);

        // What somebody wrote into an nginx that was there before stays, unless asked otherwise.
        Assert.Equal(["/etc/keepalived/keepalived.conf"], Plan(Debian, Complete, machine, options).OfType<FileStep>().Select(step => step.Path));
        Assert.Equal(2, Plan(Debian, Complete, machine, options with { Force = true }).OfType<FileStep>().Count());

        foreach (FileStep step in fresh)
        {
            machine.Add(step.Path, step.Text);
        }

        Assert.Empty(Plan(Debian, Complete, machine, options));
    }

    [Fact]
    public void A_changed_configuration_is_reloaded_and_starts_keepalived_where_it_waited_for_one()
    {
        using var machine = new MachineFolder(("/etc/systemd/system/keepalived.service.d/nginxha.conf", NginxHa.Installation.Services.ServiceTexts.Order));
        var options = new InstallationOptions { Node = Node(), Component = Component.Keepalived };
        Assert.Equal("Reload keepalived", Plan(Debian, Complete, machine, options)[^1].Description);
        MachineState waiting = Complete with { Services = new Dictionary<string, ServiceState> { ["keepalived"] = new(true, false) } };
        Assert.Equal("Start keepalived", Plan(Debian, waiting, machine, options)[^1].Description);
        Assert.Empty(Plan(Debian, waiting, machine, options with { Node = null }));
    }

    [Fact]
    public void The_command_lines_of_systemd_in_their_order()
    {
        using var machine = new MachineFolder();
        IReadOnlyList<InstallationStep> fresh = Plan(Debian, new MachineState(), machine, new InstallationOptions { Node = Node() });

        // The packages may have started what they brought with another configuration.
        Assert.Equal(
            [
                "systemctl daemon-reload", "systemctl enable nginx.service", "systemctl enable keepalived.service",
                "systemctl restart nginx.service", "systemctl restart keepalived.service",
            ],
            Commands(fresh).Where(text => text.StartsWith("systemctl", StringComparison.Ordinal)));
        ServiceStep last = Assert.IsType<ServiceStep>(fresh[^1]);
        Assert.Equal(("keepalived", true, "systemctl is-active --quiet keepalived.service"), (last.Service, last.Runs, last.Question!.Text));

        machine.Add("/etc/systemd/system/keepalived.service.d/nginxha.conf", NginxHa.Installation.Services.ServiceTexts.Order);
        Assert.Equal(["systemctl reload nginx.service", "systemctl reload keepalived.service"], Commands(Plan(Debian, Complete, machine, new InstallationOptions { Node = Node() })));
        Assert.Equal(
            [
                "systemctl stop keepalived.service", "systemctl disable keepalived.service", "systemctl stop nginx.service", "systemctl disable nginx.service",
                "apt-get -q -o DPkg::Lock::Timeout=120 remove --yes -- nginx nginx-common keepalived",
            ],
            Commands(new InstallationPlanner(Debian, Complete, machine.Files).Uninstall(Component.Both, withConfiguration: false)));
    }

    [Fact]
    public void An_nginx_conf_that_stays_is_told_of()
    {
        using var machine = new MachineFolder(("/etc/nginx/nginx.conf", "by hand"));
        var planner = new InstallationPlanner(Debian, Complete, machine.Files);
        planner.Install(new InstallationOptions { Node = Node() });
        Assert.Contains("'/etc/nginx/nginx.conf' was not written by NginxHa and stays as it is", Assert.Single(planner.Notes), StringComparison.Ordinal);
        planner.Install(new InstallationOptions { Node = Node(), Force = true });
        Assert.Empty(planner.Notes);
    }

    [Fact]
    public void Nginx_answers_on_IPv6_where_a_virtual_IP_is_of_that_kind()
    {
        using var machine = new MachineFolder();
        NodeDeclaration node = Node();
        var six = new InstallationOptions { Node = new NodeDeclaration { Name = "web1", Instances = [node.Instances[0] with { VirtualAddresses = [new VirtualAddress { Address = IPAddress.Parse("2001:db8::200"), PrefixLength = 64 }] }] } };
        Assert.Contains("listen [::]:80 default_server;", Plan(Debian, new MachineState(), machine, six).OfType<FileStep>().First().Text, StringComparison.Ordinal);
        Assert.DoesNotContain("[::]", Plan(Debian, new MachineState(), machine, new InstallationOptions { Node = node }).OfType<FileStep>().First().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Keepalived_is_refused_on_Windows()
    {
        using var machine = new MachineFolder();
        MachineFacts windows = Debian with { IsWindows = true, ServiceManager = ServiceManager.TaskScheduler, PackageManager = PackageManager.None };
        InstallationException refused = Assert.Throws<InstallationException>(() => Plan(windows, new MachineState(), machine, new InstallationOptions()));
        Assert.Contains("the engine of this module does its job", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_stops_keepalived_first_and_keeps_the_configuration()
    {
        using var machine = new MachineFolder(("/etc/nginx/nginx.conf", "x"), ("/etc/keepalived/keepalived.conf", "x"));
        Assert.Equal(
            [
                "Stop keepalived", "Do not start keepalived at boot any more", "Stop nginx", "Do not start nginx at boot any more",
                "Remove the packages nginx, nginx-common, keepalived",
            ],
            Descriptions(new InstallationPlanner(Debian, Complete, machine.Files).Uninstall(Component.Both, withConfiguration: false)));
        IReadOnlyList<InstallationStep> all = new InstallationPlanner(Debian, Complete, machine.Files).Uninstall(Component.Both, withConfiguration: true);
        Assert.Equal(["/etc/nginx", "/etc/keepalived"], Assert.IsType<RemovalStep>(all[^1]).WholeFolders);
        using var empty = new MachineFolder();
        Assert.Empty(new InstallationPlanner(Debian, new MachineState(), empty.Files).Uninstall(Component.Both, withConfiguration: true));
    }

    private static NodeDeclaration Node() => new()
    {
        Name = "web1",
        Instances =
        [
            new VrrpInstanceOptions
            {
                Name = "ha",
                Interface = "eth0",
                VirtualRouterId = 51,
                VirtualAddresses = [new VirtualAddress { Address = IPAddress.Parse("192.168.139.200"), PrefixLength = 24 }],
            },
        ],
    };

    private static IReadOnlyList<InstallationStep> Plan(MachineFacts facts, MachineState state, MachineFolder machine, InstallationOptions options) =>
        new InstallationPlanner(facts, state, machine.Files).Install(options);

    private static string[] Commands(IEnumerable<InstallationStep> steps) =>
        [.. steps.SelectMany(step => step switch { CommandStep commands => commands.Commands, ServiceStep service => [service.Command], _ => [] }).Select(command => command.Text)];

    private static string[] Descriptions(IEnumerable<InstallationStep> steps) => [.. steps.Select(step => step.Description)];
}
