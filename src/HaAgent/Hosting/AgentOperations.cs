using System.Diagnostics;
using NginxHa.Agent.Metrics;
using NginxHa.Agent.Service;
using NginxHa.Control;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Agent.Hosting;

/// <summary>What clients of the control socket, signals and metrics ask of the agent itself.</summary>
internal sealed class AgentOperations(RunningAgent agent, TimeProvider time) : IAgentOperations
{
    private readonly DateTimeOffset _startTime = time.GetLocalNow();
    private long _succeeded;
    private long _refused;

    public async Task<AgentStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<EngineLoopStatus> loops = await agent.Engine.ProbeAsync(cancellationToken).ConfigureAwait(false);
        return new AgentStatus
        {
            Version = AgentVersion.Text,
            ProcessId = Environment.ProcessId,
            StartTime = _startTime,
            DocumentPath = agent.Arguments.DocumentPath,
            DocumentHash = agent.Reloader.Current.Hash,
            NodeName = agent.Reloader.Current.Node.Name,
            LastReload = agent.Reloader.Last,
            LoopLatency = loops.Count == 0 ? null : loops.Max(static loop => loop.WorstLateness),
            MetricsEndPoint = agent.Settings.MetricsEndPoint,
        };
    }

    public async Task<ReloadResult> ReloadAsync(CancellationToken cancellationToken)
    {
        agent.Manager.Notify(NotifyMessage.Reloading(Stopwatch.GetTimestamp()));
        try
        {
            ReloadResult result = await agent.Reloader.ReloadAsync(cancellationToken).ConfigureAwait(false);
            agent.ScheduleRetry();
            agent.GiveMemoryBack();
            Interlocked.Increment(ref result.Succeeded ? ref _succeeded : ref _refused);
            return result;
        }
        finally
        {
            agent.Manager.Notify(NotifyMessage.Ready(agent.Summary));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        agent.Stop();
        return Task.CompletedTask;
    }

    public InstanceOrigin GetInstanceOrigin(string name) =>
        agent.Reloader.Current.Node.Instances.Any(instance => instance.Name == name) ? InstanceOrigin.Document : InstanceOrigin.Request;

    public InstanceOrigin GetGroupOrigin(string name) =>
        agent.Reloader.Current.Node.SyncGroups.Any(group => group.Name == name) ? InstanceOrigin.Document : InstanceOrigin.Request;

    /// <summary>Everything that metrics tell.</summary>
    public async Task<string> CollectMetricsAsync(CancellationToken cancellationToken) => EngineMetrics.Write(new AgentPicture
    {
        Version = AgentVersion.Text,
        StartTime = _startTime,
        ReloadsSucceeded = Interlocked.Read(ref _succeeded),
        ReloadsRefused = Interlocked.Read(ref _refused),
        InstancesWaiting = agent.Starter.Waiting.Count,
        Instances = await agent.Engine.GetInstancesAsync(cancellationToken).ConfigureAwait(false),
        Loops = await agent.Engine.ProbeAsync(cancellationToken).ConfigureAwait(false),
        Monitors = await agent.Upstreams.GetMonitorsAsync(cancellationToken).ConfigureAwait(false),
    });
}
