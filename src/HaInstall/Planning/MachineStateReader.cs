using NginxHa.Installation.Machine;
using NginxHa.Installation.Packages;
using NginxHa.Installation.Records;
using NginxHa.Installation.Services;
using NginxHa.Installation.Sources;
using NginxHa.Platform;

namespace NginxHa.Installation.Planning;

/// <summary>Asks a machine what is on it. Nothing is changed.</summary>
/// <param name="facts">The machine.</param>
/// <param name="runner">Runs the questions.</param>
/// <param name="files">The machine's files.</param>
public sealed class MachineStateReader(MachineFacts facts, ICommandRunner runner, MachineFiles files)
{
    /// <summary>Asks.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<MachineState> ReadAsync(CancellationToken cancellationToken)
    {
        if (facts.IsWindows)
        {
            CommandOutcome task = await runner.RunAsync(new SystemCommand("schtasks.exe", "/Query", "/TN", "nginx", "/FO", "CSV", "/NH"), null, cancellationToken).ConfigureAwait(false);
            return new MachineState
            {
                Services = new Dictionary<string, ServiceState> { ["nginx"] = new(task.Succeeded, task.Output.Any(line => line.Contains("\"Running\"", StringComparison.Ordinal))) },
            };
        }

        var services = new Dictionary<string, ServiceState>();
        foreach (Component component in InstallationPlanner.Each(Component.Both))
        {
            string name = SourceCatalogue.Name(component);
            services[name] = await ReadServiceAsync(name, cancellationToken).ConfigureAwait(false);
        }

        return new MachineState
        {
            Packages = await ReadPackagesAsync(cancellationToken).ConfigureAwait(false),
            Services = services,
            Records = [.. InstallationPlanner.Each(Component.Both).Select(component => InstallationRecords.Read(files, component)).OfType<InstallationRecord>()],
        };
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadPackagesAsync(CancellationToken cancellationToken)
    {
        if (facts.PackageManager == PackageManager.None)
        {
            return new Dictionary<string, string>();
        }

        // Both generations of PCRE, because the version of nginx decides later.
        string[] names =
        [
            .. PackageNames.ToRemove(facts.PackageManager, Component.Both)
                .Union(PackageNames.ForBuilding(facts.PackageManager, Component.Both, null))
                .Union(PackageNames.ForBuilding(facts.PackageManager, Component.Both, new Version(1, 0)))
                .Union(facts.PackageManager == PackageManager.Yum ? ["epel-release"] : []),
        ];
        CommandOutcome outcome = await runner.RunAsync(PackageCommands.Query(facts.PackageManager, names), null, cancellationToken).ConfigureAwait(false);
        return PackageCommands.ReadQuery(facts.PackageManager, outcome.Output, names);
    }

    private async Task<ServiceState> ReadServiceAsync(string service, CancellationToken cancellationToken)
    {
        bool enabled = ServiceCommands.IsEnabled(files, facts.ServiceManager, service)
            ?? (await runner.RunAsync(ServiceCommands.AskEnabled(service), null, cancellationToken).ConfigureAwait(false)).Succeeded;

        // An init script that is not there cannot be asked.
        bool askable = facts.ServiceManager is ServiceManager.Systemd or ServiceManager.OpenRc || files.Exists($"/etc/init.d/{service}");
        bool active = askable
            && ServiceCommands.IsActive(facts.ServiceManager, service) is { } question
            && (await runner.RunAsync(question, null, cancellationToken).ConfigureAwait(false)).Succeeded;
        return new ServiceState(enabled, active);
    }
}
