using System.Text.RegularExpressions;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Records;
using NginxHa.Installation.Sources;
using NginxHa.Platform;

namespace NginxHa.Installation.Planning;

/// <summary>Tells what of nginx and keepalived is on the machine.</summary>
/// <param name="facts">The machine.</param>
/// <param name="runner">Asks the programs.</param>
/// <param name="files">The machine's files.</param>
public sealed partial class InstallationReader(MachineFacts facts, ICommandRunner runner, MachineFiles files)
{
    /// <summary>Looks.</summary>
    /// <param name="component">What at.</param>
    /// <param name="state">What is on the machine.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<HaInstallation>> ReadAsync(Component component, MachineState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        var found = new List<HaInstallation>();
        foreach (Component each in InstallationPlanner.Each(component))
        {
            found.AddRange(await ReadOneAsync(each, state, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    private async Task<IReadOnlyList<HaInstallation>> ReadOneAsync(Component component, MachineState state, CancellationToken cancellationToken)
    {
        string name = SourceCatalogue.Name(component);
        ServiceState service = state.Service(name);
        var found = new List<HaInstallation>();
        if (state.Record(component) is { } record)
        {
            found.Add(new HaInstallation
            {
                Component = component,
                Method = InstallationMethod.Source,
                Version = await AskVersionAsync(component, record.Program, cancellationToken).ConfigureAwait(false) ?? record.Version,
                Program = record.Program,
                Configuration = record.ConfigurationPath,
                ConfigureArguments = record.ConfigureArguments,
                IsIntact = InstallationRecords.IsIntact(files, record),
                IsEnabled = service.IsEnabled,
                IsActive = service.IsActive,
            });
        }

        ComponentPaths paths = facts.IsWindows
            ? new ComponentPaths($@"{InstallationPlanner.WindowsFolder}\nginx.exe", $@"{InstallationPlanner.WindowsFolder}\conf\nginx.conf", string.Empty)
            : ComponentPaths.OfPackage(component);
        string? package = state.Packages.GetValueOrDefault(name);
        bool there = files.Exists(paths.Program);
        if (package is not null || there)
        {
            found.Add(new HaInstallation
            {
                Component = component,
                Method = package is not null || facts.IsWindows ? InstallationMethod.Package : null,
                Version = there ? await AskVersionAsync(component, paths.Program, cancellationToken).ConfigureAwait(false) : null,
                PackageVersion = package,
                Program = there ? paths.Program : null,
                Configuration = files.Exists(paths.Configuration) ? paths.Configuration : null,

                // A build from source has the service's name; the package's own is then not the one that runs.
                IsEnabled = found.Count == 0 && service.IsEnabled,
                IsActive = found.Count == 0 && service.IsActive,
            });
        }

        return found;
    }

    private async Task<string?> AskVersionAsync(Component component, string program, CancellationToken cancellationToken)
    {
        CommandOutcome outcome = await runner.RunAsync(BuildCommands.ShowVersion(component, program), null, cancellationToken).ConfigureAwait(false);
        return ReadVersion(outcome.LastLines);
    }

    /// <summary>The version in what <c>nginx -v</c> or <c>keepalived --version</c> print, which is not all on one stream.</summary>
    internal static string? ReadVersion(IEnumerable<string> lines) => lines
        .Select(line => VersionLine().Match(line))
        .FirstOrDefault(match => match.Success)?.Groups["version"].Value;

    [GeneratedRegex(@"^(nginx version: \S+?/|Keepalived v)(?<version>[0-9][0-9.]*)")]
    private static partial Regex VersionLine();
}
