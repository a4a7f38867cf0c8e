using NginxHa.Vrrp.Networking;

namespace NginxHa.Vrrp.Runtime;

/// <summary>What an engine is made of.</summary>
public sealed record VrrpEngineSettings
{
    /// <summary>What the engine's objects say of where they come from.</summary>
    public EngineKind Kind { get; init; } = EngineKind.Session;

    /// <summary>
    /// Opens the network of a namespace (null for the process's own) for the thread that calls, which is the event loop's and
    /// never leaves that namespace.
    /// </summary>
    public Func<string?, INetworkStack> OpenNetwork { get; init; } = NetworkStack.Open;

    /// <summary>Wall clock for stamps and events; protocol timers follow <see cref="INetworkStack.Now"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// An instance whose interface is missing starts in Fault and waits until it appears, as a service at boot wants it;
    /// otherwise it is refused.
    /// </summary>
    public bool WaitForInterfaces { get; init; }

    /// <summary>
    /// Run event loops with a real-time priority (Linux, needs CAP_SYS_NICE) or the highest thread priority (Windows), so
    /// that a busy machine does not fail over for being busy. Where the system refuses, they run as other threads do.
    /// </summary>
    public bool RaiseThreadPriority { get; init; } = true;

    /// <summary>The real-time priority of event loops unless told otherwise.</summary>
    public const int LowestRealTimePriority = 1;

    /// <summary>Which real-time priority that is on Linux: 1-99 of SCHED_RR (keepalived <c>vrrp_rt_priority</c>).</summary>
    public int RealTimePriority { get; init; } = LowestRealTimePriority;

    /// <summary>Longest time that stopping everything may take.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
