using System.Net.Sockets;
using NginxHa.Installation.Configuration;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Services;
using NginxHa.Installation.Sources;
using NginxHa.Platform;
using NginxHa.Topology;
using NginxHa.Topology.Keepalived;

namespace NginxHa.Installation.Planning;

/// <content>Configuration and services.</content>
public sealed partial class InstallationPlanner
{
    // keepalived -t: 5 is a warning, 6 one about the security of scripts.
    private static readonly int[] KeepalivedAccepts = [0, 5, 6];

    // A warning for -t, and the end of a keepalived that is started or reloaded with it.
    private static readonly string[] KeepalivedDiesOf = ["Non-existent interface specified in configuration"];

    /// <summary>Where a component is after an installation.</summary>
    private ComponentPaths Paths(InstallationOptions options, Component component)
    {
        if (options.Method == InstallationMethod.Package)
        {
            return ComponentPaths.OfPackage(component);
        }

        SourceBuild build = Describe(options, component);
        return new ComponentPaths(build.Program, build.ConfigurationPath, build.PidPath);
    }

    private void Configure(InstallationOptions options)
    {
        if (options.Node is null)
        {
            return;
        }

        if (options.Component.HasFlag(Component.Nginx))
        {
            ConfigureNginx(options, options.Node);
        }

        if (options.Component.HasFlag(Component.Keepalived))
        {
            ConfigureKeepalived(options, options.Node);
        }
    }

    private void ConfigureKeepalived(InstallationOptions options, NodeDeclaration node)
    {
        ComponentPaths paths = Paths(options, Component.Keepalived);
        KeepalivedExport export = KeepalivedExporter.Export(node);
        if (!export.IsComplete)
        {
            throw new InstallationException(
                InstallationFailure.NotSupported,
                "keepalived cannot do all that the topology asks for: "
                + string.Join(" ", export.Findings.Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.Message)));
        }

        if (files.Read(paths.Configuration) != export.Text)
        {
            _steps.Add(new FileStep($"Write the configuration of keepalived for {node.Name} to '{paths.Configuration}'", paths.Configuration, export.Text)
            {
                // It holds the authentication secret.
                Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                KeepPrevious = true,
                TestProgram = paths.Program,
                TestArguments = ["--config-test", "--use-file"],
                GoodExitCodes = KeepalivedAccepts,
                RefusingWords = KeepalivedDiesOf,
            });
            _reconfigured.Add("keepalived");
        }
    }

    private void ConfigureNginx(InstallationOptions options, NodeDeclaration node)
    {
        ComponentPaths paths = Paths(options, Component.Nginx);
        string? existing = files.Read(paths.Configuration);
        bool fresh = _replaced.Contains("nginx") && !state.Packages.ContainsKey("nginx") && state.Record(Component.Nginx) is null;
        if (existing is not null && !fresh && !options.Force && !NginxStarterConfiguration.IsOurs(existing))
        {
            // Somebody's work; keepalived does its part with any nginx.conf.
            _notes.Add($"'{paths.Configuration}' was not written by NginxHa and stays as it is; -Force replaces it and keeps the previous one.");
            return;
        }

        string text = NginxStarterConfiguration.Write(new NginxStarterOptions
        {
            NodeName = node.Name ?? "node",
            User = options.Method == InstallationMethod.Source ? options.User : NginxStarterConfiguration.UserOf(existing) ?? DefaultUser(),
            PidPath = paths.Pid,
            HealthUri = options.Nginx?.HealthUri,
            ListensOnIPv6 = node.Instances.Any(instance => instance.VirtualAddresses.Any(address => address.Address.AddressFamily == AddressFamily.InterNetworkV6)),
            IncludesModules = options.Method == InstallationMethod.Package && facts.Release.Is("debian"),
        });
        if (existing == text)
        {
            return;
        }

        _steps.Add(new FileStep($"Write the configuration of nginx for {node.Name} to '{paths.Configuration}'", paths.Configuration, text)
        {
            KeepPrevious = true,
            TestProgram = paths.Program,
            TestArguments = ["-t", "-q", "-c"],
        });
        _reconfigured.Add("nginx");
    }

    private string DefaultUser() => facts.Release.Is("debian") ? "www-data" : facts.PackageManager == PackageManager.Pacman ? "http" : "nginx";

    private void RegisterServices(InstallationOptions options)
    {
        int before = _steps.Count;
        foreach (Component component in Each(options.Component))
        {
            if (options.Method == InstallationMethod.Source)
            {
                AddServiceFile(Definition(component, Paths(options, component)));
            }
        }

        if (options.Method == InstallationMethod.Package && facts.ServiceManager == ServiceManager.Systemd && options.Component.HasFlag(Component.Keepalived))
        {
            AddFile("Have keepalived start after nginx", ServiceTexts.OrderPath, ServiceTexts.Order, keepPrevious: false);
        }

        if (_steps.Count > before && ServiceSteps.Reread(facts.ServiceManager) is { } reread)
        {
            _steps.Add(reread);
        }

        foreach (Component component in Each(options.Component))
        {
            EnableService(SourceCatalogue.Name(component));
        }

        if (!options.NoStart)
        {
            foreach (Component component in Each(options.Component))
            {
                StartService(SourceCatalogue.Name(component), Paths(options, component));
            }
        }
    }

    private void AddServiceFile(ServiceDefinition service)
    {
        if (ServiceTexts.File(facts.ServiceManager, service) is { } file)
        {
            AddFile($"Register the service {service.Name} in '{file.Path}'", file.Path, file.Text, keepPrevious: true, file.IsProgram ? FileModes.Program : FileModes.Readable);
        }
    }

    private void EnableService(string service)
    {
        // A package that is installed only now may have a service that starts at boot or not: enabling it twice does no harm.
        if (state.Service(service).IsEnabled)
        {
            return;
        }

        if (ServiceSteps.Enable(facts.ServiceManager, service, PlannedText(ServiceCommands.RcLocalPath)) is { } step)
        {
            _steps.Add(step);
        }
    }

    private string? PlannedText(string path) => _steps.OfType<FileStep>().LastOrDefault(step => step.Path == path)?.Text ?? files.Read(path);

    private void StartService(string service, ComponentPaths paths)
    {
        ServiceState now = state.Service(service);
        bool configured = service == "nginx" || files.Exists(paths.Configuration) || _reconfigured.Contains(service);
        string? action = now.IsActive
            ? _replaced.Contains(service) ? "restart" : _reconfigured.Contains(service) ? "reload" : null
            : !configured ? null

            // A package that is installed only now may have started its service with the configuration that it brought.
            : _replaced.Contains(service) && _reconfigured.Contains(service) ? "restart" : "start";
        if (action is not null)
        {
            ControlService(service, action, ServiceProcess.PidPaths(paths.Pid));
        }
    }

    private void ControlService(string service, string action, IReadOnlyList<string> pidPaths)
    {
        if (ServiceCommands.Control(facts.ServiceManager, service, action) is { } command)
        {
            _steps.Add(new ServiceStep($"{char.ToUpperInvariant(action[0])}{action[1..]} {service}", service, command)
            {
                Runs = action != "stop",
                Question = ServiceCommands.IsActive(facts.ServiceManager, service),
                PidPaths = pidPaths,
            });
        }
    }

    private static ServiceDefinition Definition(Component component, ComponentPaths paths) => component == Component.Nginx
        ? ServiceDefinition.Nginx(paths.Program, paths.Configuration, paths.Pid)
        : ServiceDefinition.Keepalived(paths.Program, paths.Configuration, paths.Pid);
}
