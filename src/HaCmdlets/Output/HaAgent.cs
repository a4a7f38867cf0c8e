using System.Net;
using NginxHa.Control;
using NginxHa.Installation.Machine;

namespace NginxHa.Cmdlets.Output;

/// <summary>The agent of this machine: how it is installed, and what it says of itself.</summary>
public sealed record HaAgent
{
    /// <summary>How it stands.</summary>
    public required HaAgentState State { get; init; }

    /// <summary>Version, as the running agent says; null while it does not answer.</summary>
    public string? Version { get; init; }

    /// <summary>Process id; null while it does not answer.</summary>
    public int? ProcessId { get; init; }

    /// <summary>When it was started; null while it does not answer.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Name of this node in its document; null while it does not answer.</summary>
    public string? NodeName { get; init; }

    /// <summary>Number of instances that it runs; null while it does not answer.</summary>
    public int? InstanceCount { get; init; }

    /// <summary>Its document; null while it does not answer.</summary>
    public string? DocumentPath { get; init; }

    /// <summary>SHA-256 of the document in force; null while it does not answer.</summary>
    public string? DocumentHash { get; init; }

    /// <summary>What came of the last reload; null when there was none.</summary>
    public ReloadResult? LastReload { get; init; }

    /// <summary>How late its event loops were at worst within the last minute; null while none runs.</summary>
    public TimeSpan? LoopLatency { get; init; }

    /// <summary>Where metrics are served; null when they are not.</summary>
    public IPEndPoint? MetricsEndPoint { get; init; }

    /// <summary>Where it is spoken to.</summary>
    public required string ControlAddress { get; init; }

    /// <summary>What starts services on this machine.</summary>
    public required ServiceManager ServiceManager { get; init; }

    /// <summary>Whether its service starts at boot.</summary>
    public required bool IsEnabled { get; init; }

    /// <summary>Whether the service manager says that it runs.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Id of the build that is installed; null when none is.</summary>
    public string? Build { get; init; }

    /// <summary>Id of the build that was installed before and is kept; null when there is none.</summary>
    public string? PreviousBuild { get; init; }

    /// <summary>Whether the build that is installed needs no .NET runtime; null when none is.</summary>
    public bool? IsNative { get; init; }

    /// <summary>The program that is installed; null when none is.</summary>
    public string? Program { get; init; }

    /// <summary>Why it does not answer; null when it does, or when it does not run.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the cmdlet that gives this changed anything.</summary>
    public bool Changed { get; init; }
}
