namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>A node's view of a topology.</summary>
public sealed record TopologyNodeView
{
    /// <summary>Name of the node; the computer's when it could not be asked.</summary>
    public required string Node { get; init; }

    /// <summary>Whether it answered.</summary>
    public required bool IsReachable { get; init; }

    /// <summary>Whether its engine runs.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Virtual IPs that it has.</summary>
    public IReadOnlyList<string> Owned { get; init; } = [];

    /// <summary>What of it is another than the document says.</summary>
    public IReadOnlyList<string> Drift { get; init; } = [];

    /// <summary>Why it could not be asked; null when it could.</summary>
    public string? Reason { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Node;
}
