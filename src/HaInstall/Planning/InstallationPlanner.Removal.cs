using NginxHa.Installation.Packages;
using NginxHa.Installation.Records;
using NginxHa.Installation.Services;
using NginxHa.Installation.Sources;

namespace NginxHa.Installation.Planning;

/// <content>Removal.</content>
public sealed partial class InstallationPlanner
{
    /// <summary>The steps of a removal: keepalived stops first, so that the virtual IPs leave in good order.</summary>
    /// <param name="component">What goes.</param>
    /// <param name="withConfiguration">The configuration goes, too.</param>
    public IReadOnlyList<InstallationStep> Uninstall(Component component, bool withConfiguration)
    {
        _steps.Clear();
        if (facts.IsWindows)
        {
            RemoveFromWindows(component, withConfiguration);
            return [.. _steps];
        }

        Component[] there = [.. Each(component).Reverse().Where(IsThere)];
        foreach (Component each in there)
        {
            StopService(each);
        }

        string[] packages = [.. PackageNames.ToRemove(facts.PackageManager, component).Where(state.Packages.ContainsKey)];
        if (packages.Length > 0)
        {
            _steps.Add(new CommandStep($"Remove the packages {string.Join(", ", packages)}", PackageCommands.Remove(facts.PackageManager, packages, withConfiguration)));
        }

        foreach (Component each in there)
        {
            if (state.Record(each) is { } record)
            {
                RemoveBuild(record, withConfiguration);
            }
        }

        RemoveLeftovers(component, withConfiguration);
        return [.. _steps];
    }

    private bool IsThere(Component component) => state.Record(component) is not null || state.Packages.ContainsKey(SourceCatalogue.Name(component));

    private void StopService(Component component)
    {
        string service = SourceCatalogue.Name(component);
        ServiceState now = state.Service(service);
        if (now.IsActive)
        {
            ControlService(service, "stop", ServiceProcess.PidPaths(component, state.Record(component)));
        }

        if (!now.IsEnabled)
        {
            return;
        }

        if (ServiceSteps.Disable(facts.ServiceManager, service, PlannedText(ServiceCommands.RcLocalPath)) is { } step)
        {
            _steps.Add(step);
        }
    }

    private void RemoveBuild(InstallationRecord record, bool withConfiguration)
    {
        string name = SourceCatalogue.Name(record.Component);
        string configuration = Path.GetDirectoryName(record.ConfigurationPath)!;
        string[] removed = [.. record.Files.Keys.Where(path => withConfiguration || !path.StartsWith(configuration + "/", StringComparison.Ordinal))];
        string[] service = ServiceTexts.File(facts.ServiceManager, Definition(record.Component, new ComponentPaths(record.Program, record.ConfigurationPath, record.PidPath))) is { } file
            && files.Read(file.Path)?.Contains("Written by NginxHa.", StringComparison.Ordinal) == true
            ? [file.Path]
            : [];
        _steps.Add(new RemovalStep(
            $"Remove {name} {record.Version}, built from source, from {record.Prefix}",
            [.. removed, .. service, InstallationRecords.PathOf(record.Component)],
            record.Folders)
        {
            WholeFolders = withConfiguration && record.Component == Component.Nginx ? [record.Prefix] : [],
        });
        if (service.Length > 0 && ServiceSteps.Reread(facts.ServiceManager) is { } reread)
        {
            _steps.Add(reread);
        }
    }

    private void RemoveLeftovers(Component component, bool withConfiguration)
    {
        if (component.HasFlag(Component.Keepalived) && files.Exists(ServiceTexts.OrderPath))
        {
            _steps.Add(new RemovalStep("Remove the order of keepalived after nginx", [ServiceTexts.OrderPath], [Path.GetDirectoryName(ServiceTexts.OrderPath)!]));
        }

        string[] folders = [.. Each(component).Select(each => Path.GetDirectoryName(ComponentPaths.OfPackage(each).Configuration)!).Where(files.FolderExists)];
        bool sourceOnly = Each(component).All(each => state.Record(each) is null || state.Packages.ContainsKey(SourceCatalogue.Name(each)));
        if (withConfiguration && folders.Length > 0 && (sourceOnly || component.HasFlag(Component.Keepalived)))
        {
            _steps.Add(new RemovalStep($"Remove the configuration in {string.Join(", ", folders)}", [], []) { WholeFolders = folders });
        }
    }

    private void RemoveFromWindows(Component component, bool withConfiguration)
    {
        if (!component.HasFlag(Component.Nginx))
        {
            return;
        }

        if (state.Service(TaskName).IsEnabled)
        {
            _steps.Add(new CommandStep("Stop nginx", WindowsTask("/End")) { MayFail = true });
            _steps.Add(new CommandStep("Do not start nginx at boot any more", WindowsTask("/Delete", "/F")));
        }

        string program = $@"{WindowsFolder}\nginx.exe";
        string[] folders = withConfiguration ? [WindowsFolder] : [$@"{WindowsFolder}\contrib", $@"{WindowsFolder}\docs", $@"{WindowsFolder}\temp"];
        if (files.Exists(program) || (withConfiguration && files.FolderExists(WindowsFolder)))
        {
            _steps.Add(new RemovalStep($"Remove nginx from '{WindowsFolder}'", [program], []) { WholeFolders = folders });
        }
    }
}
