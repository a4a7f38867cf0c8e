using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Runtime;

/// <summary>A sync group at one moment.</summary>
/// <param name="Options">What was declared.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">When it was entered.</param>
public sealed record SyncGroupStatus(SyncGroupOptions Options, VrrpState State, DateTimeOffset Since)
{
    /// <summary>Engine that owns it.</summary>
    public EngineKind Engine { get; init; }

    /// <summary>Where it comes from: <see cref="InstanceOrigin.Request"/> always in the session.</summary>
    public InstanceOrigin Origin { get; init; }

    /// <summary>Name of the group.</summary>
    public string Name => Options.Name;

    /// <summary>Names of its instances.</summary>
    public IReadOnlyList<string> Members => Options.Members;
}
