using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Runtime;

/// <summary>One event loop, the thread of one network namespace, at one moment.</summary>
public sealed record EngineLoopStatus
{
    /// <summary>The namespace; null for the process's own.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>Instances that it drives.</summary>
    public required int InstanceCount { get; init; }

    /// <summary>Time from asking the loop for this until it answered: how long anything may wait for it.</summary>
    public required TimeSpan ResponseTime { get; init; }

    /// <summary>How late a timer was at worst within the last minute.</summary>
    public required TimeSpan WorstLateness { get; init; }

    /// <summary>How often a timer was more than 2 ms late since the loop started: the processor was busy, or the machine was paused.</summary>
    public required long LateTimers { get; init; }

    /// <summary>Messages that the system refused to send.</summary>
    public required long SendErrors { get; init; }

    /// <summary>
    /// Packets that belong to no instance, by reason; among them <see cref="VrrpRefusal.UnknownVirtualRouter"/>: advertisements of virtual
    /// routers that this node does not run. Reasons with no packet are left out.
    /// </summary>
    public required IReadOnlyDictionary<VrrpRefusal, long> Refused { get; init; }
}
