namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>A virtual IP of a topology as all nodes together see it.</summary>
public sealed record TopologyVirtualIpStatus
{
    /// <summary>The address with its prefix length.</summary>
    public required string VirtualIp { get; init; }

    /// <summary>Name of its virtual router.</summary>
    public required string Router { get; init; }

    /// <summary>The node that should have it while all are well; null in a document of one node.</summary>
    public string? ExpectedOwner { get; init; }

    /// <summary>The nodes that have it: one when all is well.</summary>
    public required IReadOnlyList<string> ActualOwner { get; init; }

    /// <summary>How it is with it.</summary>
    public required VirtualIpCondition Condition { get; init; }

    /// <summary>Nodes that are not as the document says.</summary>
    public required IReadOnlyList<string> Drift { get; init; }

    /// <summary>Every node's view.</summary>
    public required IReadOnlyList<TopologyNodeView> Nodes { get; init; }
}
