using NginxHa.Installation;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Packages;

namespace NginxHa.Tests.Unit.Installation;

public class PackageCommandTests
{
    private static readonly string[] Both = ["nginx", "keepalived"];

    [Theory]
    [InlineData(PackageManager.Apt, "apt-get -q -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold -- nginx keepalived")]
    [InlineData(PackageManager.Dnf, "dnf --assumeyes install nginx keepalived")]
    [InlineData(PackageManager.Yum, "yum --assumeyes install nginx keepalived")]
    [InlineData(PackageManager.Zypper, "zypper --non-interactive install --no-recommends -- nginx keepalived")]
    [InlineData(PackageManager.Apk, "apk add nginx keepalived")]
    [InlineData(PackageManager.Pacman, "pacman --sync --needed --noconfirm nginx keepalived")]
    public void Installing(PackageManager manager, string expected) => Assert.Equal(expected, PackageCommands.Install(manager, Both).Text);

    [Theory]
    [InlineData(PackageManager.Apt, "1.22.1", "nginx=1.22.1*", "--allow-downgrades")]
    [InlineData(PackageManager.Apt, "1.22.1-9+deb12u3", "nginx=1.22.1-9+deb12u3", "--allow-downgrades")]
    [InlineData(PackageManager.Dnf, "1.20.1", "nginx-1.20.1", "--assumeyes")]
    [InlineData(PackageManager.Yum, "1.20.1", "nginx-1.20.1", "--assumeyes")]
    [InlineData(PackageManager.Zypper, "1.21.5", "nginx=1.21.5", "--oldpackage")]
    [InlineData(PackageManager.Apk, "1.24.0-r7", "nginx=1.24.0-r7", "add")]
    public void A_pinned_version(PackageManager manager, string version, string specification, string with)
    {
        IReadOnlyList<string> arguments = PackageCommands.Install(manager, Both, new Dictionary<string, string> { ["nginx"] = version }).Arguments;
        Assert.Equal([specification, "keepalived"], arguments.TakeLast(2));
        Assert.Contains(with, arguments);
    }

    [Fact]
    public void Pacman_has_no_versions_to_choose_from()
    {
        InstallationException refused = Assert.Throws<InstallationException>(
            () => PackageCommands.Install(PackageManager.Pacman, Both, new Dictionary<string, string> { ["keepalived"] = "2.2.8" }));
        Assert.Equal(InstallationFailure.NotSupported, refused.Failure);
        Assert.Contains("keepalived 2.2.8", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PackageManager.Apt, "apt-get -q -o DPkg::Lock::Timeout=120 update")]
    [InlineData(PackageManager.Zypper, "zypper --non-interactive refresh")]
    [InlineData(PackageManager.Apk, "apk update")]
    [InlineData(PackageManager.Dnf, null)]
    [InlineData(PackageManager.Yum, null)]
    [InlineData(PackageManager.Pacman, null)]
    public void Refreshing(PackageManager manager, string? expected) => Assert.Equal(expected, PackageCommands.Refresh(manager)?.Text);

    [Fact]
    public void Apt_asks_nobody_anything()
    {
        Assert.Equal("noninteractive", PackageCommands.Install(PackageManager.Apt, Both).Environment["DEBIAN_FRONTEND"]);
        Assert.Equal("noninteractive", PackageCommands.Remove(PackageManager.Apt, Both, true).Environment["DEBIAN_FRONTEND"]);
    }

    [Theory]
    [InlineData(PackageManager.Apt, false, "apt-get -q -o DPkg::Lock::Timeout=120 remove --yes -- nginx keepalived")]
    [InlineData(PackageManager.Apt, true, "apt-get -q -o DPkg::Lock::Timeout=120 purge --yes -- nginx keepalived")]
    [InlineData(PackageManager.Dnf, true, "dnf --assumeyes remove nginx keepalived")]
    [InlineData(PackageManager.Yum, false, "yum --assumeyes remove nginx keepalived")]
    [InlineData(PackageManager.Zypper, false, "zypper --non-interactive remove -- nginx keepalived")]
    [InlineData(PackageManager.Apk, false, "apk del nginx keepalived")]
    [InlineData(PackageManager.Apk, true, "apk del --purge nginx keepalived")]
    [InlineData(PackageManager.Pacman, false, "pacman --remove --noconfirm nginx keepalived")]
    [InlineData(PackageManager.Pacman, true, "pacman --remove --nosave --noconfirm nginx keepalived")]
    public void Removing(PackageManager manager, bool withConfiguration, string expected) =>
        Assert.Equal(expected, PackageCommands.Remove(manager, Both, withConfiguration).Text);

    [Theory]
    [InlineData(PackageManager.Apt, "ii  nginx 1.22.1-9+deb12u3", "1.22.1-9+deb12u3")]
    [InlineData(PackageManager.Apt, "hi  nginx 1.22.1-9", "1.22.1-9")]
    [InlineData(PackageManager.Apt, "rc  nginx 1.22.1-9", null)]
    [InlineData(PackageManager.Apt, "un  nginx ", null)]
    [InlineData(PackageManager.Dnf, "nginx 1.20.1-14.el9", "1.20.1-14.el9")]
    [InlineData(PackageManager.Yum, "package nginx is not installed", null)]
    [InlineData(PackageManager.Zypper, "nginx 1.21.5-150400.3.6.1", "1.21.5-150400.3.6.1")]
    [InlineData(PackageManager.Apk, "nginx-1.24.0-r7 x86_64 {nginx} (BSD-2-Clause) [installed]", "1.24.0-r7")]
    [InlineData(PackageManager.Apk, "nginx-mod-http-lua-1.24.0-r7 x86_64 {nginx} (BSD-2-Clause) [installed]", null)]
    [InlineData(PackageManager.Pacman, "nginx 1.26.1-1", "1.26.1-1")]
    public void The_answer_of_a_query(PackageManager manager, string line, string? version)
    {
        IReadOnlyDictionary<string, string> found = PackageCommands.ReadQuery(manager, [line], Both);
        Assert.Equal(version is null ? [] : [new KeyValuePair<string, string>("nginx", version)], found);
    }

    [Theory]
    [InlineData("1:2.2.7-1+b2", "2.2.7", true)]
    [InlineData("1:2.2.7-1+b2", "1:2.2.7-1+b2", true)]
    [InlineData("1:2.2.7-1+b2", "2.2.7-1+b2", true)]
    [InlineData("1.22.10-1", "1.22.1", false)]
    [InlineData("1.22.1-1", null, true)]
    public void A_version_stands_for_any_packaging_of_it(string installed, string? wanted, bool satisfied) =>
        Assert.Equal(satisfied, PackageCommands.Satisfies(installed, wanted));

    [Theory]
    [InlineData(PackageManager.Apt, "gcc make libc6-dev libssl-dev libpcre2-dev zlib1g-dev pkg-config libnl-3-dev libnl-genl-3-dev")]
    [InlineData(PackageManager.Dnf, "gcc make openssl-devel pcre2-devel zlib-devel pkgconf-pkg-config libnl3-devel")]
    [InlineData(PackageManager.Yum, "gcc make openssl-devel pcre2-devel zlib-devel pkgconfig libnl3-devel")]
    [InlineData(PackageManager.Zypper, "gcc make libopenssl-devel pcre2-devel zlib-devel pkg-config libnl3-devel")]
    [InlineData(PackageManager.Apk, "gcc make musl-dev linux-headers openssl-dev pcre2-dev zlib-dev pkgconf libnl3-dev")]
    [InlineData(PackageManager.Pacman, "gcc make openssl pcre2 zlib pkgconf libnl")]
    public void What_a_build_needs(PackageManager manager, string expected) =>
        Assert.Equal(expected, string.Join(' ', PackageNames.ForBuilding(manager, Component.Both, new Version(1, 28, 0))));

    [Fact]
    public void An_old_nginx_needs_the_old_pcre() =>
        Assert.Equal(["gcc", "make", "libc6-dev", "libssl-dev", "libpcre3-dev", "zlib1g-dev"], PackageNames.ForBuilding(PackageManager.Apt, Component.Nginx, new Version(1, 9, 9)));

    [Fact]
    public void The_account_with_the_usual_tools_and_with_those_of_BusyBox()
    {
        var facts = new MachineFacts { Release = OsRelease.Unknown, PackageManager = PackageManager.Apt, ServiceManager = ServiceManager.Systemd };
        Assert.Equal(
            ["groupadd --system www", "useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin --gid www www"],
            AccountCommands.Create(facts, "www", groupExists: false).Select(command => command.Text));
        Assert.Equal(
            ["adduser -S -D -H -h /nonexistent -s /sbin/nologin -G www www"],
            AccountCommands.Create(facts with { HasUserAdd = false, NoLoginShell = "/sbin/nologin" }, "www", groupExists: true).Select(command => command.Text));
    }
}
