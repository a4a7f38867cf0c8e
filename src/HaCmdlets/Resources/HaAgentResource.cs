using NginxHa.Cmdlets.Commands.Agent;
using NginxHa.Cmdlets.Errors;
using NginxHa.Installation;
using NginxHa.Installation.Agent;
using NginxHa.Installation.Planning;

namespace NginxHa.Cmdlets.Resources;

/// <summary>The agent as a service. What differs is what its installation would do.</summary>
internal sealed class HaAgentResource : DesiredResource
{
    private const string DocumentPath = "DocumentPath";
    private const string SourcePath = "SourcePath";
    private const string State = "State";
    private const string RemoveConfiguration = "RemoveConfiguration";
    private const string Running = "Running";
    private const string Stopped = "Stopped";
    private const string Change = "install or remove the agent";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = [DocumentPath];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Settings { get; } = [SourcePath, RemoveConfiguration];

    /// <inheritdoc/>
    public override async Task<ResourceState> GetAsync(ResourceInput input, ResourceContext context)
    {
        InstallationMachine machine = InstallationMachine.Current();
        AgentInstallation present = await ReadAsync(machine, context.CancellationToken).ConfigureAwait(false);
        ResourceState state = Describe(present);
        foreach (InstallationStep step in Plan(input, context, machine, present))
        {
            state.Differs(input.IsPresent ? SourcePath : DocumentPath, $"To be done: {step.Description}.");
        }

        if (input.IsPresent && present.Build is not null && WantedState(input) is { } wanted && (wanted == Running) != present.IsActive)
        {
            state.Differs(State, $"{State} is '{(present.IsActive ? Running : Stopped)}'; declared is '{wanted}'.");
        }

        return state;
    }

    /// <inheritdoc/>
    public override async Task SetAsync(ResourceInput input, ResourceContext context)
    {
        InstallationMachine machine = InstallationMachine.Current();
        AgentInstallation present = await ReadAsync(machine, context.CancellationToken).ConfigureAwait(false);
        await machine.RunAsync(Plan(input, context, machine, present), Change, context).ConfigureAwait(false);
        if (input.IsPresent && WantedState(input) is { } wanted)
        {
            AgentInstallation now = await ReadAsync(machine, context.CancellationToken).ConfigureAwait(false);
            if ((wanted == Running) != now.IsActive)
            {
                string action = wanted == Running ? "start" : "stop";
                await machine.RunAsync(new AgentPlanner(machine.Facts, now, machine.Files).Control(action), Change, context).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<ResourceState>> ExportAsync(ResourceContext context)
    {
        AgentInstallation present = await ReadAsync(InstallationMachine.Current(), context.CancellationToken).ConfigureAwait(false);
        if (present.Build is null)
        {
            return [];
        }

        ResourceState state = Describe(present);
        state.Report(DocumentPath, AgentPaths.DefaultDocument);
        return [state];
    }

    private static ResourceState Describe(AgentInstallation present)
    {
        var state = new ResourceState(present.Build is not null || present.ServiceFile is not null);
        state.Report(State, present.IsActive ? Running : Stopped);
        state.Report("Build", present.Build);
        state.Report("Program", present.Program);
        state.Report("IsNative", present.IsNative);
        state.Report("IsEnabled", present.IsEnabled);
        return state;
    }

    private static Task<AgentInstallation> ReadAsync(InstallationMachine machine, CancellationToken cancellationToken) =>
        new AgentInstallationReader(machine.Facts, machine.Runner, machine.Files).ReadAsync(cancellationToken);

    private static string? WantedState(ResourceInput input) => input.Text(State) switch
    {
        null => null,
        { } text when text.Equals(Running, StringComparison.OrdinalIgnoreCase) => Running,
        { } text when text.Equals(Stopped, StringComparison.OrdinalIgnoreCase) => Stopped,
        var other => throw HaErrors.InvalidValue($"HaAgent.{State}", other, $"{Running} or {Stopped}"),
    };

    private static IReadOnlyList<InstallationStep> Plan(ResourceInput input, ResourceContext context, InstallationMachine machine, AgentInstallation present)
    {
        string document = context.Resolve(input.RequireText(DocumentPath));
        try
        {
            var planner = new AgentPlanner(machine.Facts, present, machine.Files);
            if (!input.IsPresent)
            {
                return planner.Uninstall(input.Flag(RemoveConfiguration) ?? false);
            }

            AgentBuild build = AgentSource.Find(input.FullPath(SourcePath, context));
            return planner.Install(new AgentOptions { Build = build, DocumentPath = document, NoStart = WantedState(input) == Stopped });
        }
        catch (InstallationException exception)
        {
            throw HaErrors.InstallationFailed(exception);
        }
    }
}
