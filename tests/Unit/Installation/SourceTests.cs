using NginxHa.Installation;
using NginxHa.Installation.Configuration;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Packages;
using NginxHa.Installation.Planning;
using NginxHa.Installation.Sources;
using NginxHa.Nginx.Configuration;
using NginxHa.Platform;

namespace NginxHa.Tests.Unit.Installation;

public class SourceTests
{
    private const string Key = """
        -----BEGIN PGP PUBLIC KEY BLOCK-----

        mDMEawY1whYJKwYBBAHaRw8BAQdAw0b//vlVE8mwShxEDzyZCrNpdG+RvQNTTKx1
        60g4kQC0G1Rlc3QgS2V5IDx0ZXN0QGV4YW1wbGUuY29tPoiQBBMWCAA4FiEEt8zf
        oAJUOqSvrNyPhUwhDaGrBWsFAmsGNcICGwMFCwkIBwIGFQoJCAsCBBYCAwECHgEC
        F4AACgkQhUwhDaGrBWthjwD+OG0Dou0fxYTbdZR9oPU83C/sGFVxL/bWWWOWHRjY
        sxMBAP9tFeIRJEq3VLVgsZL+RXx39QoI4SHZ2FipXLmIAWYH
        =Uex8
        -----END PGP PUBLIC KEY BLOCK-----
        """;

    private static readonly SourceBuild Nginx = new() { Component = Component.Nginx, Version = "1.28.0", Prefix = "/usr/local/nginx", Jobs = 2 };
    private static readonly SourceBuild Keepalived = new() { Component = Component.Keepalived, Version = "2.3.4", Prefix = "/usr/local", Jobs = 2 };

    [Fact]
    public void The_command_lines_of_a_build()
    {
        Assert.Equal(
            "/s/configure --prefix=/usr/local/nginx --user=www --group=www --with-http_ssl_module --with-http_flv_module --with-http_stub_status_module --with-http_gzip_static_module --with-pcre --with-http_v2_module",
            BuildCommands.Configure(Nginx with { ConfigureArguments = ["--with-http_v2_module"] }, "/s").Text);
        SystemCommand keepalived = BuildCommands.Configure(Keepalived, "/s");
        Assert.Equal("/s/configure --prefix=/usr/local --sysconfdir=/etc --with-init=none", keepalived.Text);
        Assert.Equal("-O2", keepalived.Environment["CFLAGS"]);
        Assert.Equal("make -j2", BuildCommands.Make(Nginx, "/s").Text);
        Assert.Equal("make install DESTDIR=/t", BuildCommands.Stage("/s", "/t").Text);
        Assert.Equal("/s", BuildCommands.Make(Nginx, "/s").WorkingDirectory);
        Assert.Equal("tar -x -f /a.tar.gz -C /s --no-same-owner", BuildCommands.Unpack("/a.tar.gz", "/s").Text);
        Assert.Equal("/opt/x/etc/keepalived/keepalived.conf", (Keepalived with { Prefix = "/opt/x" }).ConfigurationPath);
        Assert.Equal("/etc/n.conf", (Nginx with { ConfigureArguments = ["--conf-path=/a", "--conf-path=/etc/n.conf"] }).ConfigurationPath);
    }

    [Fact]
    public void Debug_symbols_are_a_line_of_nginx_own() =>
        Assert.Equal("a\n#CFLAGS=\"$CFLAGS -g\"\n#CFLAGS=\"$CFLAGS -g -gstabs\"\n", DebugSymbols.Remove("a\nCFLAGS=\"$CFLAGS -g\"\n#CFLAGS=\"$CFLAGS -g -gstabs\"\n"));

    [Theory]
    [InlineData("nginx-1.28.0.tar.gz", "1.28.0")]
    [InlineData("nginx_1.22.1.orig.tar.gz", "1.22.1")]
    [InlineData("nginx-1.9.9.tgz", "1.9.9")]
    [InlineData("nginx-1.28.0.zip", null)]
    [InlineData("nginx-1.28.0.tar.gz.asc", null)]
    [InlineData("keepalived-2.3.4.tar.gz", null)]
    [InlineData("nginx-1.28.0-evil.tar.gz", null)]
    public void The_name_of_an_archive(string name, string? version) => Assert.Equal(version, SourceCatalogue.VersionOf(Component.Nginx, name));

    [Fact]
    public void The_newest_archive_of_a_folder()
    {
        using var machine = new MachineFolder(("/a/nginx-1.9.9.tar.gz", ""), ("/a/nginx-1.22.1.tar.gz", ""), ("/a/keepalived-2.2.7.tar.gz", ""));
        string folder = machine.Files.Locate("/a");
        Assert.Equal("1.22.1", SourceCatalogue.Find(Component.Nginx, [folder], null)!.Value.Version);
        Assert.Equal("1.9.9", SourceCatalogue.Find(Component.Nginx, [folder], "1.9.9")!.Value.Version);
        Assert.Null(SourceCatalogue.Find(Component.Nginx, [folder], "1.0.0"));
    }

    [Fact]
    public void The_fingerprint_of_a_key()
    {
        Assert.Equal(["B7CCDFA002543AA4AFACDC8F854C210DA1AB056B"], OpenPgpKeyFile.Fingerprints(Key));
        Assert.Throws<FormatException>(() => OpenPgpKeyFile.Fingerprints("<html>"));
        Assert.Throws<FormatException>(() => OpenPgpKeyFile.Fingerprints(Key.Replace("mDMEawY1whYJ", "////////////", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_key_that_is_not_nginx_orgs_is_refused()
    {
        using var machine = new MachineFolder(("/key", Key));
        var step = new RepositoryKeyStep("Fetch", NginxRepository.AptKeyPath, machine.Files.Locate("/key"));
        InstallationException refused = await Assert.ThrowsAsync<InstallationException>(() => new StepRunner(new RecordingRunner(), machine.Files).RunAsync(step, null, TestContext.Current.CancellationToken));
        Assert.Equal(InstallationFailure.NotVerified, refused.Failure);
        Assert.Contains("B7CCDFA002543AA4AFACDC8F854C210DA1AB056B", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["/key"], machine.AllFiles());
    }

    [Fact]
    public async Task A_configuration_that_its_program_refuses_does_not_take_its_place()
    {
        using var machine = new MachineFolder(("/etc/keepalived/keepalived.conf", "old"));
        var step = new FileStep("Write", "/etc/keepalived/keepalived.conf", "new") { KeepPrevious = true, TestProgram = "/usr/sbin/keepalived", TestArguments = ["--config-test", "--use-file"], GoodExitCodes = [0, 5] };
        var refusing = new RecordingRunner(_ => RecordingRunner.Bad(4, "(Line 3) Unknown keyword"));
        InstallationException refused = await Assert.ThrowsAsync<InstallationException>(() => new StepRunner(refusing, machine.Files).RunAsync(step, null, TestContext.Current.CancellationToken));
        Assert.Equal(InstallationFailure.ConfigurationRefused, refused.Failure);
        Assert.Contains("Unknown keyword", refused.Message, StringComparison.Ordinal);
        Assert.Equal("old", machine.Files.Read(step.Path));
        Assert.Equal([step.Path], machine.AllFiles());

        var accepting = new RecordingRunner(_ => RecordingRunner.Bad(5));
        await new StepRunner(accepting, machine.Files).RunAsync(step, null, TestContext.Current.CancellationToken);
        Assert.Matches(@"^/usr/sbin/keepalived --config-test --use-file /etc/keepalived/\.keepalived\.conf\.[a-z0-9.]+\.new$", Assert.Single(accepting.Commands).Text);
        Assert.Equal("new", machine.Files.Read(step.Path));
        Assert.Equal("old", machine.Files.Read(step.Path + ".previous"));
        Assert.Equal(2, machine.AllFiles().Count);
    }

    [Fact]
    public async Task Commands_end_with_the_first_that_fails()
    {
        using var machine = new MachineFolder();
        var runner = new RecordingRunner(command => command.Arguments[0] == "2" ? RecordingRunner.Bad(100, "E: no such package") : RecordingRunner.Good());
        InstallationException failure = await Assert.ThrowsAsync<InstallationException>(() => new StepRunner(runner, machine.Files).RunAsync(
            new CommandStep("Three", new("a", "1"), new("a", "2"), new("a", "3")), null, TestContext.Current.CancellationToken));
        Assert.Equal("'a 2' failed with exit code 100. Its last lines:\nE: no such package", failure.Message);
        Assert.Equal(2, runner.Commands.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Files_take_their_places_together_or_not_at_all(int failAt)
    {
        using var machine = new MachineFolder(("/opt/sbin/nginx", "old"), ("/opt/conf/nginx.conf", "mine"));
        using var stage = new MachineFolder(("/opt/conf/mime.types", "types"), ("/opt/conf/nginx.conf", "sample"), ("/opt/html/index.html", "page"), ("/opt/sbin/nginx", "new"));
        string folder = stage.Files.Locate("/opt/..");
        int count = 0;
        var failing = new StagedInstallation(machine.Files, Path.GetFullPath(folder));
        Assert.Throws<InstallationException>(() => failing.Commit(path => path.StartsWith("/opt/conf/", StringComparison.Ordinal), _ => null, path =>
        {
            if (count++ == failAt)
            {
                throw new IOException($"No space left on device: {path}");
            }
        }));
        Assert.Equal(["/opt/conf/nginx.conf", "/opt/sbin/nginx"], machine.AllFiles());
        Assert.Equal("old", machine.Files.Read("/opt/sbin/nginx"));
        Assert.False(machine.Files.FolderExists("/opt/html"));

        var whole = new StagedInstallation(machine.Files, Path.GetFullPath(folder));
        Assert.Equal(["/opt/conf/mime.types", "/opt/html/index.html", "/opt/sbin/nginx"], whole.Commit(path => path.StartsWith("/opt/conf/", StringComparison.Ordinal), _ => null).Keys);
        Assert.Equal(["/opt/html"], whole.MadeFolders);
        Assert.Equal("new", machine.Files.Read("/opt/sbin/nginx"));
        Assert.Equal("mine", machine.Files.Read("/opt/conf/nginx.conf"));
        Assert.Equal(4, machine.AllFiles().Count);
    }

    [Fact]
    public void A_first_configuration_of_nginx()
    {
        string text = NginxStarterConfiguration.Write(new NginxStarterOptions { NodeName = "web1", User = "www", PidPath = "/run/nginx.pid", HealthUri = new Uri("http://127.0.0.1:8080/health") });
        Assert.True(NginxStarterConfiguration.IsOurs(text));
        Assert.Equal("www", NginxStarterConfiguration.UserOf(text));
        Assert.Empty(ConfigurationFile.Parse(text).Diagnostics);
        Assert.Contains("listen 127.0.0.1:8080;", text, StringComparison.Ordinal);
        Assert.Contains("location = /health {", text, StringComparison.Ordinal);
        Assert.Contains("return 200 \"web1\\n\";", text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1:8080", NginxStarterConfiguration.Write(new NginxStarterOptions { NodeName = "web1", User = "www", PidPath = "/run/nginx.pid" }), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_machine_is()
    {
        using var alpine = new MachineFolder(("/etc/os-release", "ID=alpine\nVERSION_ID=3.20.1\n"), ("/sbin/apk", ""), ("/sbin/rc-update", ""), ("/sbin/nologin", ""));
        MachineFacts facts = MachineReader.Read(alpine.Files);
        Assert.Equal((PackageManager.Apk, ServiceManager.OpenRc, 3, false, "/sbin/nologin"), (facts.PackageManager, facts.ServiceManager, facts.Release.MajorVersion, facts.HasUserAdd, facts.NoLoginShell));
        using var rocky = new MachineFolder(
            ("/etc/os-release", "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"9.4\"\n"), ("/usr/bin/dnf", ""), ("/usr/bin/yum", ""), ("/run/systemd/system/x", ""), ("/sys/fs/selinux/enforce", "1"), ("/usr/sbin/useradd", ""));
        facts = MachineReader.Read(rocky.Files);
        Assert.Equal((PackageManager.Dnf, ServiceManager.Systemd, SelinuxMode.Enforcing, true), (facts.PackageManager, facts.ServiceManager, facts.Selinux, facts.Release.Is("rhel")));
        Assert.Equal("https://nginx.org/packages/centos/9/$basearch/", NginxRepository.Files(facts)["/etc/yum.repos.d/nginx.repo"].Split('\n').Single(line => line.StartsWith("baseurl", StringComparison.Ordinal))[8..]);
        using var centos6 = new MachineFolder(("/usr/bin/yum", ""), ("/sbin/chkconfig", ""), ("/etc/rc.local", ""));
        facts = MachineReader.Read(centos6.Files);
        Assert.Equal((PackageManager.Yum, ServiceManager.Chkconfig, "linux"), (facts.PackageManager, facts.ServiceManager, facts.Release.Id));
    }
}
