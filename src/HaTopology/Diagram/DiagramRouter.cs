namespace NginxHa.Topology.Diagram;

/// <summary>A virtual router of a diagram.</summary>
internal sealed record DiagramRouter(string Name, string Id, IReadOnlyList<string> Addresses, string Owner, IReadOnlyList<NodePriority> Priorities)
{
    public byte? PriorityOf(string node) => Priorities.Where(priority => priority.Node == node).Select(priority => (byte?)priority.Priority).FirstOrDefault();
}
