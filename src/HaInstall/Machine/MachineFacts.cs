namespace NginxHa.Installation.Machine;

/// <summary>What an installation has to know of the machine beforehand.</summary>
public sealed record MachineFacts
{
    /// <summary>The distribution.</summary>
    public required OsRelease Release { get; init; }

    /// <summary>Its package manager.</summary>
    public required PackageManager PackageManager { get; init; }

    /// <summary>What starts services at boot.</summary>
    public required ServiceManager ServiceManager { get; init; }

    /// <summary>Whether it is Windows.</summary>
    public bool IsWindows { get; init; }

    /// <summary>Whether the process may change the system: root, or an administrator.</summary>
    public bool IsAdministrator { get; init; }

    /// <summary>What SELinux does.</summary>
    public SelinuxMode Selinux { get; init; }

    /// <summary>Number of processors, for parallel builds.</summary>
    public int Processors { get; init; } = 1;

    /// <summary>Whether useradd is there; else BusyBox's adduser is meant.</summary>
    public bool HasUserAdd { get; init; } = true;

    /// <summary>Where the shell of an account that must not log in is.</summary>
    public string NoLoginShell { get; init; } = "/usr/sbin/nologin";
}
