namespace NginxHa.Nginx.Control;

/// <summary>A master and its children.</summary>
/// <param name="Master">The master.</param>
/// <param name="Children">Workers, workers on their way out, and cache processes.</param>
public sealed record NginxProcessGroup(NginxProcess Master, IReadOnlyList<NginxProcess> Children)
{
    /// <summary>Workers that take new requests.</summary>
    public IEnumerable<NginxProcess> Workers => Children.Where(child => child.Role == NginxProcessRole.Worker);
}
