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

            // The state that schtasks prints is translated; the name of a process is not.
            CommandOutcome processes = await runner.RunAsync(new SystemCommand("tasklist.exe", "/FI", "IMAGENAME eq nginx.exe", "/FO", "CSV", "/NH"), null, cancellationToken).ConfigureAwait(false);
            return new MachineState
            {
                Services = new Dictionary<string, ServiceState> { ["nginx"] = new(task.Succeeded, processes.Output.Any(line => line.StartsWith("\"nginx.exe\",", StringComparison.OrdinalIgnoreCase))) },
            };
        }

        InstallationRecord[] records = [.. InstallationPlanner.Each(Component.Both).Select(component => InstallationRecords.Read(files, component)).OfType<InstallationRecord>()];
        var services = new Dictionary<string, ServiceState>();
        foreach (Component component in InstallationPlanner.Each(Component.Both))
        {
            IReadOnlyList<string> pidPaths = ServiceProcess.PidPaths(component, records.FirstOrDefault(record => record.Component == component));
            services[SourceCatalogue.Name(component)] = await ReadServiceAsync(SourceCatalogue.Name(component), pidPaths, cancellationToken).ConfigureAwait(false);
        }

        return new MachineState
        {
            Packages = await ReadPackagesAsync(cancellationToken).ConfigureAwait(false),
            Services = services,
            Records = records,
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

    /// <summary>Asks how a service stands.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="pidPaths">Where its process id may be.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ServiceState> ReadServiceAsync(string service, IReadOnlyList<string> pidPaths, CancellationToken cancellationToken)
    {
        bool enabled = ServiceCommands.IsEnabled(files, facts.ServiceManager, service)
            ?? (await runner.RunAsync(ServiceCommands.AskEnabled(service), null, cancellationToken).ConfigureAwait(false)).Succeeded;
        bool active = ServiceCommands.IsActive(facts.ServiceManager, service) is { } question
            ? (await runner.RunAsync(question, null, cancellationToken).ConfigureAwait(false)).Succeeded
            : ServiceProcess.IsRunning(files, service, pidPaths);
        return new ServiceState(enabled, active);
    }
}
