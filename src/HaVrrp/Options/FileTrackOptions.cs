namespace NginxHa.Vrrp.Options;

/// <summary>
/// Reads a number from a file (keepalived <c>track_file</c>): with a weight, the number times the weight is added to the priority;
/// with weight 0, any number but 0 is a fault. The instance is in Fault too while weight times number is -254 or less.
/// </summary>
public sealed record FileTrackOptions : PeriodicTrackOptions
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }
}
