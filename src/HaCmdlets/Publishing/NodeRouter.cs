namespace NginxHa.Cmdlets.Publishing;

/// <summary>What a node's own document says of one virtual IP.</summary>
/// <param name="Address">The address, without its prefix length.</param>
/// <param name="VirtualRouterId">Virtual router that has it.</param>
/// <param name="Priority">The node's priority there.</param>
/// <param name="Preempt">A better node takes over from a worse one.</param>
internal sealed record NodeRouter(string Address, int VirtualRouterId, int Priority, bool Preempt);
