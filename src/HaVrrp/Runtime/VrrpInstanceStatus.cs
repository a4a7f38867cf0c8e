using System.Net;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Runtime;

/// <summary>One instance at one moment, as plain data: the same from the session and from the agent.</summary>
public sealed record VrrpInstanceStatus
{
    /// <summary>Engine that owns it.</summary>
    public required EngineKind Engine { get; init; }

    /// <summary>Where it comes from: <see cref="InstanceOrigin.Request"/> always in the session.</summary>
    public InstanceOrigin Origin { get; init; }

    /// <summary>Name of the instance.</summary>
    public string Name => Options.Name;

    /// <summary>Interface that it runs on.</summary>
    public string Interface => Options.Interface;

    /// <summary>Its virtual router id.</summary>
    public byte VirtualRouterId => Options.VirtualRouterId;

    /// <summary>Network namespace that it runs in; null for the process's own.</summary>
    public string? NetworkNamespace => Options.NetworkNamespace;

    /// <summary>Options in force (secrets stripped when they come from the agent).</summary>
    public required VrrpInstanceOptions Options { get; init; }

    /// <summary>State.</summary>
    public required VrrpState State { get; init; }

    /// <summary>When the state was entered, by the wall clock.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Why this state, for people.</summary>
    public required string Reason { get; init; }

    /// <summary>Priority after tracks: what is advertised.</summary>
    public required byte EffectivePriority { get; init; }

    /// <summary>How the effective priority came about, for people: <c>100 - 20 (nginx down)</c>.</summary>
    public required string PriorityReason { get; init; }

    /// <summary>Source of our advertisements, or null while there is none.</summary>
    public IPAddress? PrimaryAddress { get; init; }

    /// <summary>The master as far as known: ourselves, the sender of the last accepted advertisement, or null.</summary>
    public IPAddress? MasterAddress { get; init; }

    /// <summary>Priority in the last accepted advertisement, or null.</summary>
    public byte? MasterPriority { get; init; }

    /// <summary>Interval in force: in v3 a backup's comes from the master.</summary>
    public TimeSpan MasterAdvertisementInterval { get; init; }

    /// <summary>Master_Down_Interval in force.</summary>
    public TimeSpan MasterDownInterval { get; init; }

    /// <summary>Sync group, or null.</summary>
    public string? Group { get; init; }

    /// <summary>Virtual MAC interface, or null.</summary>
    public string? VirtualMacInterface { get; init; }

    /// <summary>Virtual addresses that are on an interface of this node because of this instance.</summary>
    public required IReadOnlyList<VirtualAddress> OwnedAddresses { get; init; }

    /// <summary>Tracks and their state.</summary>
    public required IReadOnlyList<TrackStatus> Tracks { get; init; }

    /// <summary>Counters.</summary>
    public required VrrpStatistics Statistics { get; init; }
}
