namespace NginxHa.Cmdlets.Publishing;

/// <summary>What became of a node.</summary>
public enum PublishOutcome
{
    /// <summary>It is to be changed (-WhatIf), or was not confirmed.</summary>
    Planned,

    /// <summary>It was as declared, and nothing was touched.</summary>
    Unchanged,

    /// <summary>It was changed, and every virtual IP has its owner.</summary>
    Published,

    /// <summary>It failed; no other node was changed after it.</summary>
    Failed,

    /// <summary>A node before it failed, and it was not touched.</summary>
    NotReached,
}
