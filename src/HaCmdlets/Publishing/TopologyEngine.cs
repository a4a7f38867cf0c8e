namespace NginxHa.Cmdlets.Publishing;

/// <summary>What runs the virtual routers of a node.</summary>
public enum TopologyEngine
{
    /// <summary>The agent of this module.</summary>
    Agent,

    /// <summary>keepalived.</summary>
    Keepalived,
}
