namespace NginxHa.Topology;

/// <summary>Memory and processor of the agent (keepalived <c>vrrp_no_swap</c>, <c>vrrp_rt_priority</c>, <c>vrrp_priority</c>).</summary>
public sealed record AgentSchedulingSettings
{
    /// <summary>Keep the agent's memory out of swap.</summary>
    public bool LockMemory { get; init; }

    /// <summary>Real-time priority (SCHED_RR), 1-99; 0 for ordinary scheduling.</summary>
    public int RealTimePriority { get; init; }

    /// <summary>Nice value of ordinary scheduling, -20 to 19.</summary>
    public int Nice { get; init; }
}
