namespace NginxHa.Cmdlets.Publishing;

/// <summary>A node in the order of publishing: what is to be done there, and what became of it.</summary>
public sealed record PublishedNode
{
    /// <summary>Place in the order, from 1.</summary>
    public required int Order { get; init; }

    /// <summary>Name of the node.</summary>
    public required string Node { get; init; }

    /// <summary>The computer.</summary>
    public required string Target { get; init; }

    /// <summary>Virtual IPs that it had before it was changed.</summary>
    public IReadOnlyList<string> Owned { get; init; } = [];

    /// <summary>What was another than declared.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>What was done.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>What became of it.</summary>
    public PublishOutcome Outcome { get; init; }

    /// <summary>Time that it took, with the wait for the owners.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Reason { get; init; }
}
