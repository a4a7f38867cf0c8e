using NginxHa.Installation.Machine;
using NginxHa.Platform;

namespace NginxHa.Installation.Services;

/// <summary>The command lines of the service managers.</summary>
public static class ServiceCommands
{
    /// <summary>What starts the services of machines that know nothing better.</summary>
    public const string RcLocalPath = "/etc/rc.local";

    private static readonly string[] RunLevelFolders = ["/etc/rc3.d", "/etc/rc.d/rc3.d", "/etc/init.d/rc3.d"];

    /// <summary>Makes the manager read service files again; null where it needs no telling.</summary>
    public static SystemCommand? Reread(ServiceManager manager) =>
        manager == ServiceManager.Systemd ? new SystemCommand("systemctl", "daemon-reload") : null;

    /// <summary>Starts a service at boot from now on. None for rc.local, which <see cref="RcLocal"/> writes.</summary>
    public static IReadOnlyList<SystemCommand> Enable(ServiceManager manager, string service) => manager switch
    {
        ServiceManager.Systemd => [new("systemctl", "enable", $"{service}.service")],
        ServiceManager.Chkconfig => [new("chkconfig", "--add", service), new("chkconfig", service, "on")],
        ServiceManager.UpdateRc => [new("update-rc.d", service, "defaults"), new("update-rc.d", service, "enable")],
        ServiceManager.OpenRc => [new("rc-update", "add", service, "default")],
        _ => [],
    };

    /// <summary>Does not start a service at boot any more.</summary>
    public static IReadOnlyList<SystemCommand> Disable(ServiceManager manager, string service) => manager switch
    {
        ServiceManager.Systemd => [new("systemctl", "disable", $"{service}.service")],
        ServiceManager.Chkconfig => [new("chkconfig", service, "off"), new("chkconfig", "--del", service)],
        ServiceManager.UpdateRc => [new("update-rc.d", "-f", service, "remove")],
        ServiceManager.OpenRc => [new("rc-update", "delete", service, "default")],
        _ => [],
    };

    /// <summary>Starts, stops, restarts or reloads a service now.</summary>
    /// <param name="manager">The service manager.</param>
    /// <param name="service">Name of the service.</param>
    /// <param name="action">start, stop, restart or reload.</param>
    public static SystemCommand? Control(ServiceManager manager, string service, string action) => manager switch
    {
        ServiceManager.Systemd => new SystemCommand("systemctl", action, $"{service}.service"),
        ServiceManager.OpenRc => new SystemCommand("rc-service", service, action),
        ServiceManager.Chkconfig or ServiceManager.UpdateRc or ServiceManager.RcLocal => new SystemCommand($"/etc/init.d/{service}", action),
        _ => null,
    };

    /// <summary>Asks whether a service runs: exit code 0 says yes. Null where its process has to be looked for, see <see cref="ServiceProcess"/>.</summary>
    public static SystemCommand? IsActive(ServiceManager manager, string service) => manager switch
    {
        ServiceManager.Systemd => new SystemCommand("systemctl", "is-active", "--quiet", $"{service}.service"),
        ServiceManager.OpenRc => Control(manager, service, "status"),
        _ => null,
    };

    /// <summary>Whether a service starts at boot, from the files that say so; null where the manager has to be asked.</summary>
    /// <param name="files">The machine's files.</param>
    /// <param name="manager">The service manager.</param>
    /// <param name="service">Name of the service.</param>
    public static bool? IsEnabled(MachineFiles files, ServiceManager manager, string service)
    {
        ArgumentNullException.ThrowIfNull(files);
        return manager switch
        {
            ServiceManager.Systemd => null,
            ServiceManager.OpenRc => files.List("/etc/runlevels/default").Contains(service),
            ServiceManager.Chkconfig or ServiceManager.UpdateRc => RunLevelFolders
                .Any(folder => files.List(folder).Any(name => name.Length > 3 && name[0] == 'S' && name[3..] == service)),
            ServiceManager.RcLocal => files.Read(RcLocalPath)?.Split('\n').Contains(RcLocalLine(service)) == true,
            _ => true,
        };
    }

    /// <summary>Asks systemd whether a service starts at boot.</summary>
    public static SystemCommand AskEnabled(string service) => new("systemctl", "is-enabled", "--quiet", $"{service}.service");

    /// <summary>rc.local with a line that starts a service, before an <c>exit</c> that ends the file.</summary>
    /// <param name="text">The file as it is; null when there is none.</param>
    /// <param name="service">Name of the service.</param>
    public static string RcLocal(string? text, string service)
    {
        List<string> lines = [.. (string.IsNullOrWhiteSpace(text) ? "#!/bin/sh\n" : text).TrimEnd('\n').Split('\n')];
        if (!lines.Contains(RcLocalLine(service)))
        {
            int exit = lines.FindLastIndex(line => line.Trim() is "exit 0" or "exit");
            lines.Insert(exit < 0 ? lines.Count : exit, RcLocalLine(service));
        }

        return string.Join('\n', lines) + "\n";
    }

    /// <summary>rc.local without the line that <see cref="RcLocal"/> writes.</summary>
    public static string WithoutRcLocal(string text, string service)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join('\n', text.Split('\n').Where(line => line != RcLocalLine(service)));
    }

    private static string RcLocalLine(string service) => $"/etc/init.d/{service} start";
}
