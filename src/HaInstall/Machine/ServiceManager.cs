namespace NginxHa.Installation.Machine;

/// <summary>What starts services at boot.</summary>
public enum ServiceManager
{
    /// <summary>None that is known.</summary>
    None,

    /// <summary>systemd.</summary>
    Systemd,

    /// <summary>Scripts in init.d, registered with chkconfig (Red Hat, SUSE).</summary>
    Chkconfig,

    /// <summary>Scripts in init.d, registered with update-rc.d (Debian).</summary>
    UpdateRc,

    /// <summary>Scripts in init.d, started from rc.local.</summary>
    RcLocal,

    /// <summary>OpenRC (Alpine, Gentoo).</summary>
    OpenRc,

    /// <summary>The task scheduler of Windows.</summary>
    TaskScheduler,
}
