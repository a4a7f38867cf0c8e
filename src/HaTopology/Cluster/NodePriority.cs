namespace NginxHa.Topology;

/// <summary>A node's priority for a virtual router.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Priority">1-255; the highest is master.</param>
public readonly record struct NodePriority(string Node, byte Priority);
