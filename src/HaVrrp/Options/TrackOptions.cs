namespace NginxHa.Vrrp.Options;

/// <summary>
/// Something that is watched and changes an instance's priority, or faults it. Weight rules are keepalived's:
/// weight 0: failure means Fault; weight &gt; 0: added while it succeeds; weight &lt; 0: added (so subtracted) while it fails.
/// </summary>
public abstract record TrackOptions
{
    /// <summary>Name, unique within the engine; shown in states and reasons.</summary>
    public required string Name { get; init; }

    /// <summary>-253 to 253; 0 means Fault on failure.</summary>
    public int Weight { get; init; }

    /// <summary>Turns the effect round (<c>reverse</c>): what would be added is subtracted, and with weight 0 success means Fault.</summary>
    public bool Reverse { get; init; }
}
