namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>How it is with a virtual IP.</summary>
public enum VirtualIpCondition
{
    /// <summary>Its preferred owner has it.</summary>
    Good,

    /// <summary>Another node has it.</summary>
    Misplaced,

    /// <summary>Several nodes have it at once.</summary>
    SplitBrain,

    /// <summary>No node has it.</summary>
    Unowned,

    /// <summary>No node that was asked has it, but not all could be asked.</summary>
    Unknown,
}
