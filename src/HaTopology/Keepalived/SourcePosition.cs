namespace NginxHa.Topology.Keepalived;

/// <summary>Where a line of configuration was read.</summary>
/// <param name="File">Path as opened, or the name given to a text that is in memory.</param>
/// <param name="Line">Line, from 1; 0 when the text was made rather than read.</param>
public readonly record struct SourcePosition(string File, int Line)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}";
}
