using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Tracking;

/// <summary>
/// Tells whether two declared tracks are one check, which then runs once. Weight and reverse do not count: they are
/// what each instance makes of the result.
/// </summary>
internal sealed class TrackIdentity : IEqualityComparer<PeriodicTrackOptions>
{
    public static TrackIdentity Comparer { get; } = new();

    public bool Equals(PeriodicTrackOptions? x, PeriodicTrackOptions? y) => (x, y) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (ScriptTrackOptions left, ScriptTrackOptions right) =>
            left.Arguments.SequenceEqual(right.Arguments) && Plain(left) == Plain(right),
        _ => Plain(x) == Plain(y),
    };

    public int GetHashCode(PeriodicTrackOptions obj) => HashCode.Combine(obj.GetType(), obj.Name, obj.Interval);

    private static PeriodicTrackOptions Plain(PeriodicTrackOptions options)
    {
        PeriodicTrackOptions plain = options with { Weight = 0, Reverse = false };
        return plain is ScriptTrackOptions script ? script with { Arguments = [] } : plain;
    }
}
