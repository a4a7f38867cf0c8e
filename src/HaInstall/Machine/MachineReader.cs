namespace NginxHa.Installation.Machine;

/// <summary>Looks at a machine's files to know what it is. Nothing is run.</summary>
public static class MachineReader
{
    /// <summary>Looks.</summary>
    /// <param name="files">The machine's files.</param>
    public static MachineFacts Read(MachineFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (OperatingSystem.IsWindows())
        {
            return new MachineFacts
            {
                Release = new OsRelease("windows", [], Environment.OSVersion.Version.ToString(), string.Empty, "Windows"),
                PackageManager = PackageManager.None,
                ServiceManager = ServiceManager.TaskScheduler,
                IsWindows = true,
                IsAdministrator = Environment.IsPrivilegedProcess,
                Processors = Environment.ProcessorCount,
            };
        }

        OsRelease release = (files.Read("/etc/os-release") ?? files.Read("/usr/lib/os-release")) is { } text ? OsRelease.Parse(text) : OsRelease.Unknown;
        return new MachineFacts
        {
            Release = release,
            PackageManager = FindPackageManager(files),
            ServiceManager = FindServiceManager(files),
            IsAdministrator = Environment.IsPrivilegedProcess,
            Selinux = ReadSelinux(files),
            Processors = Environment.ProcessorCount,
            HasUserAdd = files.FindProgram("useradd") is not null,
            NoLoginShell = files.FindProgram("nologin") ?? "/bin/false",
        };
    }

    // The order matters: dnf machines have a yum that is dnf, and apt can be had on any of them.
    private static PackageManager FindPackageManager(MachineFiles files)
    {
        (string Program, PackageManager Manager)[] known =
        [
            ("dnf", PackageManager.Dnf),
            ("yum", PackageManager.Yum),
            ("zypper", PackageManager.Zypper),
            ("apk", PackageManager.Apk),
            ("pacman", PackageManager.Pacman),
            ("apt-get", PackageManager.Apt),
        ];
        return known.FirstOrDefault(candidate => files.FindProgram(candidate.Program) is not null).Manager;
    }

    private static ServiceManager FindServiceManager(MachineFiles files)
    {
        // sd_booted(3): the folder is there exactly when systemd runs the machine.
        if (files.FolderExists("/run/systemd/system"))
        {
            return ServiceManager.Systemd;
        }

        if (files.FindProgram("rc-update") is not null)
        {
            return ServiceManager.OpenRc;
        }

        if (files.FindProgram("chkconfig") is not null)
        {
            return ServiceManager.Chkconfig;
        }

        if (files.FindProgram("update-rc.d") is not null)
        {
            return ServiceManager.UpdateRc;
        }

        if (files.FindProgram("systemctl") is not null)
        {
            // A system image that is being prepared: systemctl enables without a running systemd.
            return ServiceManager.Systemd;
        }

        return files.FolderExists("/etc/init.d") || files.Exists("/etc/rc.local") ? ServiceManager.RcLocal : ServiceManager.None;
    }

    private static SelinuxMode ReadSelinux(MachineFiles files) => files.Read("/sys/fs/selinux/enforce")?.Trim() switch
    {
        "1" => SelinuxMode.Enforcing,
        "0" => SelinuxMode.Permissive,
        _ => SelinuxMode.Absent,
    };
}
