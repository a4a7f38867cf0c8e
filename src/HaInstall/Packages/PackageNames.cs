using NginxHa.Installation.Machine;

namespace NginxHa.Installation.Packages;

/// <summary>What the distributions call things.</summary>
public static class PackageNames
{
    // nginx builds with PCRE2 from this version on.
    private static readonly Version FirstWithPcre2 = new(1, 21, 5);

    /// <summary>The packages of the components themselves: the same everywhere.</summary>
    public static IReadOnlyList<string> Of(Component component) =>
        [.. component.HasFlag(Component.Nginx) ? ["nginx"] : (string[])[], .. component.HasFlag(Component.Keepalived) ? ["keepalived"] : (string[])[]];

    /// <summary>The packages to take away, with those that came along and belong to nothing else.</summary>
    public static IReadOnlyList<string> ToRemove(PackageManager manager, Component component) =>
        manager == PackageManager.Apt && component.HasFlag(Component.Nginx)
            ? ["nginx", "nginx-common", .. Of(component & Component.Keepalived)]
            : Of(component);

    /// <summary>What a build needs.</summary>
    /// <param name="manager">The package manager.</param>
    /// <param name="component">What is built.</param>
    /// <param name="nginxVersion">Version of nginx, which decides about PCRE; null for a new one.</param>
    public static IReadOnlyList<string> ForBuilding(PackageManager manager, Component component, Version? nginxVersion)
    {
        bool pcre2 = nginxVersion is null || nginxVersion >= FirstWithPcre2;
        bool nginx = component.HasFlag(Component.Nginx);
        bool keepalived = component.HasFlag(Component.Keepalived);
        (string[] always, string[] forNginx, string[] forKeepalived) = manager switch
        {
            PackageManager.Apt => (
                (string[])["gcc", "make", "libc6-dev", "libssl-dev"],
                (string[])[pcre2 ? "libpcre2-dev" : "libpcre3-dev", "zlib1g-dev"],
                (string[])["pkg-config", "libnl-3-dev", "libnl-genl-3-dev"]),
            PackageManager.Dnf => (
                ["gcc", "make", "openssl-devel"],
                [pcre2 ? "pcre2-devel" : "pcre-devel", "zlib-devel"],
                ["pkgconf-pkg-config", "libnl3-devel"]),
            PackageManager.Yum => (
                ["gcc", "make", "openssl-devel"],
                [pcre2 ? "pcre2-devel" : "pcre-devel", "zlib-devel"],
                ["pkgconfig", "libnl3-devel"]),
            PackageManager.Zypper => (
                ["gcc", "make", "libopenssl-devel"],
                [pcre2 ? "pcre2-devel" : "pcre-devel", "zlib-devel"],
                ["pkg-config", "libnl3-devel"]),
            PackageManager.Apk => (
                ["gcc", "make", "musl-dev", "linux-headers", "openssl-dev"],
                [pcre2 ? "pcre2-dev" : "pcre-dev", "zlib-dev"],
                ["pkgconf", "libnl3-dev"]),
            PackageManager.Pacman => (
                ["gcc", "make", "openssl"],
                [pcre2 ? "pcre2" : "pcre", "zlib"],
                ["pkgconf", "libnl"]),
            _ => throw new InstallationException(InstallationFailure.NotSupported, "There is no package manager here that is known (apt-get, dnf, yum, zypper, apk, pacman); install the build dependencies by hand and say -SkipBuildDependency."),
        };
        return [.. always, .. nginx ? forNginx : [], .. keepalived ? forKeepalived : []];
    }
}
