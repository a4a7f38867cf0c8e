using NginxHa.Cmdlets.Commands.Installation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Installation;
using NginxHa.Installation.Planning;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Resources;

/// <summary>nginx and keepalived as programs with their services. What differs is what the installer would do.</summary>
internal sealed class NginxKeepalivedInstallResource : DesiredResource
{
    private const string ComponentName = "Component";
    private const string Method = "Method";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = [ComponentName];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Settings { get; } =
    [
        Method, "NginxRepository", "RepositoryKey", "SourcePath", "Checksum", "SignatureKey", "Prefix", "ConfigureArgument",
        "KeepalivedConfigureArgument", "UserName", "Jobs", "SkipBuildDependency", "SkipService", "NoStart", "Topology", "Role", "Force", "RemoveConfiguration",
    ];

    /// <inheritdoc/>
    public override async Task<ResourceState> GetAsync(ResourceInput input, ResourceContext context)
    {
        InstallationMachine machine = InstallationMachine.Current();
        Component component = ReadComponent(input);
        MachineState state = await machine.ReadStateAsync(context.CancellationToken).ConfigureAwait(false);
        IReadOnlyList<HaInstallation> installations = await machine.ReadInstallationsAsync(component, state, context.CancellationToken).ConfigureAwait(false);
        bool IsThere(Component each) => installations.Any(found => found.Component == each && found.IsInstalled);
        IEnumerable<Component> components = InstallationPlanner.Each(component);
        var result = new ResourceState(input.IsPresent ? components.All(IsThere) : components.Any(IsThere));
        Report(result, component, installations);
        foreach (InstallationStep step in Plan(input, context, machine, state))
        {
            result.Differs(ComponentName, $"To be done: {step.Description}.");
        }

        return result;
    }

    /// <inheritdoc/>
    public override async Task SetAsync(ResourceInput input, ResourceContext context)
    {
        InstallationMachine machine = InstallationMachine.Current();
        MachineState state = await machine.ReadStateAsync(context.CancellationToken).ConfigureAwait(false);
        await machine.RunAsync(Plan(input, context, machine, state), "change what is installed", context).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<ResourceState>> ExportAsync(ResourceContext context)
    {
        InstallationMachine machine = InstallationMachine.Current();
        MachineState state = await machine.ReadStateAsync(context.CancellationToken).ConfigureAwait(false);
        var states = new List<ResourceState>();
        foreach (HaInstallation installation in await machine.ReadInstallationsAsync(Component.Both, state, context.CancellationToken).ConfigureAwait(false))
        {
            var found = new ResourceState(installation.IsInstalled);
            Report(found, installation.Component, [installation]);
            states.Add(found);
        }

        return states;
    }

    private static void Report(ResourceState state, Component component, IReadOnlyList<HaInstallation> installations)
    {
        state.Report(ComponentName, component.ToString());
        state.Report(Method, installations.FirstOrDefault(found => found.Method is not null)?.Method?.ToString());
        HaInstallation? nginx = installations.FirstOrDefault(found => found.Component == Component.Nginx);
        HaInstallation? keepalived = installations.FirstOrDefault(found => found.Component == Component.Keepalived);
        state.Report("NginxVersion", nginx?.PackageVersion ?? nginx?.Version);
        state.Report("KeepalivedVersion", keepalived?.PackageVersion ?? keepalived?.Version);
        state.Report("NginxProgram", nginx?.Program);
        state.Report("KeepalivedProgram", keepalived?.Program);
    }

    private static IReadOnlyList<InstallationStep> Plan(ResourceInput input, ResourceContext context, InstallationMachine machine, MachineState state)
    {
        try
        {
            var planner = new InstallationPlanner(machine.Facts, state, machine.Files);
            return input.IsPresent
                ? planner.Install(ReadOptions(input, context))
                : planner.Uninstall(ReadComponent(input), input.Flag("RemoveConfiguration") ?? false);
        }
        catch (InstallationException exception)
        {
            throw HaErrors.InstallationFailed(exception);
        }
    }

    private static Component ReadComponent(ResourceInput input) =>
        Enum.TryParse(input.RequireText(ComponentName), ignoreCase: true, out Component component)
            ? component
            : throw HaErrors.InvalidValue($"NginxKeepalivedInstall.{ComponentName}", input.Text(ComponentName), "Nginx, Keepalived or Both");

    private static InstallationOptions ReadOptions(ResourceInput input, ResourceContext context)
    {
        InstallationMethod method = input.Text(Method) is not { } text ? InstallationMethod.Package
            : Enum.TryParse(text, ignoreCase: true, out InstallationMethod read) ? read
            : throw HaErrors.InvalidValue($"NginxKeepalivedInstall.{Method}", text, "Package or Source");
        if (method == InstallationMethod.Package)
        {
            string[] building = ["SourcePath", "Checksum", "SignatureKey", "Prefix", "ConfigureArgument", "KeepalivedConfigureArgument", "Jobs"];
            if (building.FirstOrDefault(input.Has) is { } wrong)
            {
                throw HaErrors.InvalidCombination($"{wrong} is for a build; declare Method 'Source' with it.");
            }
        }

        string? path = input.Text("Topology");
        if (path is null && input.Has("Role"))
        {
            throw HaErrors.InvalidCombination("Role needs the Topology in which it is one.");
        }

        HaTopology? topology = path is null ? null : ChosenTopology.Read(path, context.Resolve);
        return new InstallationOptions
        {
            Component = ReadComponent(input),
            Method = method,
            NginxVersion = input.Text("NginxVersion"),
            KeepalivedVersion = input.Text("KeepalivedVersion"),
            NginxRepository = input.Flag("NginxRepository") ?? false,
            RepositoryKeyPath = input.FullPath("RepositoryKey", context),
            SourcePaths = [.. (input.Texts("SourcePath") ?? []).Select(context.Resolve)],
            Checksums = input.Texts("Checksum") ?? [],
            SignatureKeyPath = input.FullPath("SignatureKey", context),
            Prefix = input.FullPath("Prefix", context) ?? InstallationOptions.DefaultPrefix,
            ConfigureArguments = input.Texts("ConfigureArgument") ?? [],
            KeepalivedConfigureArguments = input.Texts("KeepalivedConfigureArgument") ?? [],
            User = input.Text("UserName") ?? new InstallationOptions().User,
            Jobs = input.Number("Jobs") ?? 0,
            SkipBuildDependency = input.Flag("SkipBuildDependency") ?? false,
            SkipService = input.Flag("SkipService") ?? false,
            NoStart = input.Flag("NoStart") ?? false,
            Node = topology is null ? null : ChosenTopology.Derive(topology, input.Text("Role")),
            Nginx = topology?.Nginx,
            Force = input.Flag("Force") ?? false,
        };
    }
}
