using NginxHa.Installation.Machine;
using NginxHa.Platform;

namespace NginxHa.Installation.Packages;

/// <summary>The package repository of nginx.org: which files make it known to a package manager.</summary>
public static class NginxRepository
{
    /// <summary>The key that its packages are signed with.</summary>
    public static readonly Uri KeyUri = new("https://nginx.org/keys/nginx_signing.key");

    /// <summary>Where the key is put for apt.</summary>
    public const string AptKeyPath = "/usr/share/keyrings/nginx-archive-keyring.asc";

    /// <summary>Fingerprints of the keys, as nginx.org publishes them (nginx.org/en/linux_packages.html).</summary>
    public static IReadOnlyList<string> KeyFingerprints { get; } =
    [
        "573BFD6B3D8FBC641079A6ABABF5BD827BD9BF62",
        "8540A6F18833A80E9C1653A42FD21310B49F6B46",
        "9E9BE90EACBCDE69FE9B204CBCDCD8A38D88A2B3",
    ];

    /// <summary>The files to write, with their text.</summary>
    /// <param name="facts">The machine.</param>
    /// <exception cref="InstallationException">nginx.org has no packages for it.</exception>
    public static IReadOnlyDictionary<string, string> Files(MachineFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        OsRelease release = facts.Release;
        switch (facts.PackageManager)
        {
            case PackageManager.Apt when (release.Id is "debian" or "ubuntu") && release.Codename.Length > 0:
                return new Dictionary<string, string>
                {
                    ["/etc/apt/sources.list.d/nginx.list"] = $"deb [signed-by={AptKeyPath}] https://nginx.org/packages/{release.Id} {release.Codename} nginx\n",
                    ["/etc/apt/preferences.d/99nginx"] = "Package: *\nPin: origin nginx.org\nPin: release o=nginx\nPin-Priority: 900\n",
                };
            case PackageManager.Dnf or PackageManager.Yum when release.Id == "amzn":
                return YumFile($"https://nginx.org/packages/amzn/{release.VersionId}/$basearch/");
            case PackageManager.Dnf or PackageManager.Yum when release.Id == "rhel" || release.Is("rhel"):
                return YumFile($"https://nginx.org/packages/{(release.Id == "rhel" ? "rhel" : "centos")}/{release.MajorVersion}/$basearch/");
            case PackageManager.Zypper when release.Id == "sles":
                return new Dictionary<string, string>
                {
                    ["/etc/zypp/repos.d/nginx.repo"] = RepositoryText($"https://nginx.org/packages/sles/{release.MajorVersion}/", "type=rpm-md\nautorefresh=1\n"),
                };
            default:
                throw new InstallationException(
                    InstallationFailure.NotSupported,
                    $"nginx.org has no packages for {release.Name} that can be verified here; leave -NginxRepository out, or use -Method Source.");
        }
    }

    /// <summary>Makes rpm trust a key file; null where the package manager is told of it otherwise.</summary>
    public static SystemCommand? TrustKey(PackageManager manager, string keyPath) => manager switch
    {
        PackageManager.Dnf or PackageManager.Yum or PackageManager.Zypper => new SystemCommand("rpm", "--import", keyPath),
        _ => null,
    };

    private static Dictionary<string, string> YumFile(string address) => new() { ["/etc/yum.repos.d/nginx.repo"] = RepositoryText(address, "module_hotfixes=true\n") };

    private static string RepositoryText(string address, string more) =>
        $"[nginx-stable]\nname=nginx stable repo\nbaseurl={address}\ngpgcheck=1\nenabled=1\ngpgkey={KeyUri}\n{more}";
}
