namespace NginxHa.Topology.Keepalived.Reading;

/// <summary>What a keyword expects between braces.</summary>
internal enum BlockKind
{
    /// <summary>No braces.</summary>
    None,

    /// <summary>Keywords of a known context.</summary>
    Keywords,

    /// <summary>One value a line, such as addresses.</summary>
    Values,

    /// <summary>Anything: kept, not interpreted.</summary>
    Opaque,
}
