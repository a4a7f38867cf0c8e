using Newtonsoft.Json.Linq;
using NginxHa.Control.Protocol;
using NginxHa.Nginx.Health;
using NginxHa.Topology;
using NginxHa.Topology.Document.Shapes;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Control.Server;

/// <summary>Carries out requests.</summary>
internal sealed class ControlDispatcher(IVrrpEngine engine, IAgentOperations agent, ControlServerSettings settings, IUpstreamMonitorService? monitors) : IDisposable
{
    private readonly MonitorRequests? _monitors = monitors is null ? null : new MonitorRequests(monitors, (peer, what) => Audit(settings, peer, what));

    // A change that keeps secrets reads what is in force first: nobody may change that in between.
    private readonly SemaphoreSlim _changes = new(1);

    /// <summary>Carries out a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="peer">Who asks.</param>
    /// <param name="write">Takes each item of a list or stream.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The result.</returns>
    public Task<JObject> RunAsync(ControlRequest request, ControlPeer peer, Func<JToken, Task> write, CancellationToken cancellationToken)
    {
        switch (request.Method)
        {
            case ControlMethods.AgentStatus:
                request.Read(WireParameters.None);
                return AgentStatusAsync(cancellationToken);
            case ControlMethods.AgentReload:
                request.Read(WireParameters.None);
                Audit(peer, "reads the document again");
                return AgentReloadAsync(cancellationToken);
            case ControlMethods.AgentStop:
                request.Read(WireParameters.None);
                Audit(peer, "stops the agent");
                return DoneAsync(agent.StopAsync(cancellationToken));
            case ControlMethods.InstanceList:
                request.Read(WireParameters.None);
                return ListAsync(engine.GetInstancesAsync(cancellationToken), Describe, write);
            case ControlMethods.InstanceStart:
                return StartAsync(request.Read(WireParameters.Instance), peer, cancellationToken);
            case ControlMethods.InstanceStop:
                return StopAsync(request.Read(WireParameters.Stop), peer, cancellationToken);
            case ControlMethods.InstanceUpdate:
                return UpdateAsync(request.Read(WireParameters.Instance), peer, cancellationToken);
            case ControlMethods.GroupList:
                request.Read(WireParameters.None);
                return ListAsync(engine.GetGroupsAsync(cancellationToken), Describe, write);
            case ControlMethods.GroupSet:
                return SetGroupAsync(request.Read(WireParameters.Group).Options, peer, cancellationToken);
            case ControlMethods.GroupRemove:
                string name = request.Read(WireParameters.Name).Name;
                Audit(peer, $"removes the sync group '{name}'");
                return DoneAsync(engine.RemoveGroupAsync(name, cancellationToken));
            case ControlMethods.EventWatch:
                request.Read(WireParameters.None);
                return WatchAsync(write, cancellationToken);
            default:
                return _monitors?.Run(request, peer, write, cancellationToken) ?? throw new ControlException(ControlErrorCode.UnknownMethod, "This agent does not know the method of the request.");
        }
    }

    public void Dispose() => _changes.Dispose();

    private static async Task<JObject> DoneAsync(Task work)
    {
        await work.ConfigureAwait(false);
        return [];
    }

    private static async Task<JObject> ListAsync<T>(Task<IReadOnlyList<T>> question, Func<T, JToken> describe, Func<JToken, Task> write)
    {
        IReadOnlyList<T> all = await question.ConfigureAwait(false);
        foreach (T one in all)
        {
            await write(describe(one)).ConfigureAwait(false);
        }

        return [];
    }

    private static JObject Result<T>(string key, Shape<T> shape, T value) => new() { [key] = shape.Write(value) };

    private async Task<JObject> AgentStatusAsync(CancellationToken cancellationToken) =>
        Result("status", WireAgent.Status, await agent.GetStatusAsync(cancellationToken).ConfigureAwait(false));

    private async Task<JObject> AgentReloadAsync(CancellationToken cancellationToken) =>
        Result("reload", WireAgent.Reload, await agent.ReloadAsync(cancellationToken).ConfigureAwait(false));

    private async Task<JObject> StartAsync(InstanceParameters parameters, ControlPeer peer, CancellationToken cancellationToken)
    {
        if (parameters.KeepSecrets)
        {
            throw new VrrpEngineException(VrrpEngineError.InvalidOptions, $"The secrets of '{parameters.Options.Name}' were kept by the agent that it came from; to start it they have to be given again.");
        }

        Audit(peer, $"starts the instance '{parameters.Options.Name}'");
        return InstanceResult(await engine.StartAsync(parameters.Options, cancellationToken).ConfigureAwait(false));
    }

    private async Task<JObject> StopAsync(StopParameters parameters, ControlPeer peer, CancellationToken cancellationToken)
    {
        // Asked before it is gone: afterwards nobody knows where it came from.
        InstanceOrigin origin = agent.GetInstanceOrigin(parameters.Name);
        Audit(peer, $"{(parameters.Abandon ? "abandons" : "stops")} the instance '{parameters.Name}'");
        VrrpInstanceStatus last = await engine.StopAsync(parameters.Name, parameters.Abandon, cancellationToken).ConfigureAwait(false);
        return Result("instance", WireInstances.Instance, ForClients(last) with { Origin = origin });
    }

    private async Task<JObject> UpdateAsync(InstanceParameters parameters, ControlPeer peer, CancellationToken cancellationToken)
    {
        await _changes.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            string name = parameters.Options.Name;
            IReadOnlyList<VrrpInstanceStatus> running = await engine.GetInstancesAsync(cancellationToken).ConfigureAwait(false);
            VrrpInstanceOptions inForce = running.FirstOrDefault(status => status.Options.Name == name)?.Options
                ?? throw new VrrpEngineException(VrrpEngineError.NotFound, $"There is no instance '{name}'.");
            VrrpInstanceOptions options = parameters.KeepSecrets ? WithheldSecrets.Restore(parameters.Options, inForce) : parameters.Options;
            Audit(peer, $"changes the instance '{name}'");
            return InstanceResult(await engine.UpdateAsync(options with { Tracks = HostTracks.Restore(options.Tracks, inForce.Tracks) }, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _changes.Release();
        }
    }

    private async Task<JObject> SetGroupAsync(SyncGroupOptions options, ControlPeer peer, CancellationToken cancellationToken)
    {
        await _changes.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            IReadOnlyList<SyncGroupStatus> groups = await engine.GetGroupsAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<TrackOptions> inForce = groups.FirstOrDefault(group => group.Options.Name == options.Name)?.Options.Tracks ?? [];
            Audit(peer, $"sets the sync group '{options.Name}'");
            await engine.SetGroupAsync(options with { Tracks = HostTracks.Restore(options.Tracks, inForce) }, cancellationToken).ConfigureAwait(false);
            return [];
        }
        finally
        {
            _changes.Release();
        }
    }

    private async Task<JObject> WatchAsync(Func<JToken, Task> write, CancellationToken cancellationToken)
    {
        await foreach (VrrpEvent happened in engine.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            await write(WireInstances.Event.Write(happened)).ConfigureAwait(false);
        }

        return [];
    }

    private JObject InstanceResult(VrrpInstanceStatus status) => new() { ["instance"] = Describe(status) };

    private JToken Describe(VrrpInstanceStatus status) =>
        WireInstances.Instance.Write(ForClients(status) with { Origin = agent.GetInstanceOrigin(status.Options.Name) });

    private JToken Describe(SyncGroupStatus status) => WireInstances.Group.Write(status with
    {
        Options = status.Options with { Tracks = HostTracks.Without(status.Options.Tracks) },
        Origin = agent.GetGroupOrigin(status.Options.Name),
    });

    private static VrrpInstanceStatus ForClients(VrrpInstanceStatus status) => status with
    {
        Options = WithheldSecrets.Withhold(status.Options) with { Tracks = HostTracks.Without(status.Options.Tracks) },
    };

    private void Audit(ControlPeer peer, string what) => Audit(settings, peer, what);

    private static void Audit(ControlServerSettings settings, ControlPeer peer, string what) => settings.Log?.Invoke(AgentLogLevel.Information, $"By the control socket, {peer} {what}.");
}
