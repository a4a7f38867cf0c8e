using NginxHa.Vrrp.Election;

namespace NginxHa.Vrrp.Runtime;

/// <summary>One thing that happened to an instance or group; everything that watches the engine gets this.</summary>
public sealed record VrrpEvent
{
    /// <summary>Number of the event within its engine, from 1, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>When, by the wall clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What.</summary>
    public required VrrpEventKind Kind { get; init; }

    /// <summary>Instance or group name.</summary>
    public required string Name { get; init; }

    /// <summary>Engine that owns it.</summary>
    public required EngineKind Engine { get; init; }

    /// <summary>State before; the same as <see cref="State"/> where it did not change.</summary>
    public VrrpState PreviousState { get; init; }

    /// <summary>State now.</summary>
    public VrrpState State { get; init; }

    /// <summary>Effective priority now.</summary>
    public byte Priority { get; init; }

    /// <summary>Why, for people: <c>no advertisement for 3.22 s</c>, <c>link eth0 down</c>.</summary>
    public required string Reason { get; init; }
}
