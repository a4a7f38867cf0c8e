namespace NginxHa.Topology.Diagram;

/// <summary>A node of a diagram with its interface and addresses.</summary>
internal sealed record DiagramNode(string Name, IReadOnlyList<string> Details);
