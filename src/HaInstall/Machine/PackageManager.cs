namespace NginxHa.Installation.Machine;

/// <summary>A distribution's package manager.</summary>
public enum PackageManager
{
    /// <summary>None that is known.</summary>
    None,

    /// <summary>apt-get: Debian, Ubuntu.</summary>
    Apt,

    /// <summary>dnf: Fedora, Red Hat Enterprise Linux 8 and later and their kin.</summary>
    Dnf,

    /// <summary>yum: Red Hat Enterprise Linux 7 and earlier and their kin.</summary>
    Yum,

    /// <summary>zypper: SUSE.</summary>
    Zypper,

    /// <summary>apk: Alpine.</summary>
    Apk,

    /// <summary>pacman: Arch.</summary>
    Pacman,
}
