using NginxHa.Topology;

namespace NginxHa.Control;

/// <summary>How the control server listens, and what it allows.</summary>
public sealed record ControlServerSettings
{
    /// <summary>Absolute path of the socket, or name of the pipe on Windows.</summary>
    public string Address { get; init; } = ControlAddress.Current;

    /// <summary>
    /// Users whose processes may speak to the server, whatever the mode of the socket lets through: root alone. On Windows the
    /// pipe is for Administrators and SYSTEM, and this has no effect.
    /// </summary>
    public IReadOnlyList<uint> AllowedUserIds { get; init; } = [0];

    /// <summary>Most clients at a time; one more is told so and let go.</summary>
    public int MaximumClients { get; init; } = 64;

    /// <summary>Most requests that one client may have under way at a time, event streams among them.</summary>
    public int MaximumRequestsPerClient { get; init; } = 64;

    /// <summary>Longest time that a client may take to receive one line, before it is let go.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time that requests under way get to finish when the server is closed.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Clock of <see cref="SendTimeout"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Takes a line for the agent's log: who asked for a change (Information), who was refused or let go (Warning), and what
    /// went wrong unexpectedly (Error). Called on any thread. Never a secret.
    /// </summary>
    public Action<AgentLogLevel, string>? Log { get; init; }
}
