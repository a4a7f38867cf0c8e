namespace NginxHa.Topology.Keepalived;

/// <summary>A keepalived.conf in the terms of this project: what has an equivalent, what has none, and what is wrong.</summary>
public sealed record KeepalivedConfiguration
{
    /// <summary>What the engine can run.</summary>
    public required NodeDeclaration Node { get; init; }

    /// <summary>Everything that has no equivalent; nothing is dropped without standing here or in <see cref="Findings"/>.</summary>
    public IReadOnlyList<KeptStatement> Kept { get; init; } = [];

    /// <summary>What keepalived refuses, corrects or ignores, with file and line.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The file that it was read from, or null.</summary>
    public string? Source { get; init; }

    /// <summary>The document of an agent that runs the same on this node.</summary>
    public HaTopology ToTopology() => new()
    {
        Name = Node.Name ?? new HaTopology().Name,
        Instances = Node.Instances,
        SyncGroups = Node.SyncGroups,
    };
}
