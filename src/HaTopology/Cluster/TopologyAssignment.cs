using System.Net.Sockets;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology;

/// <summary>One virtual router of a cluster: its addresses, who should own them, and in which order the others follow.</summary>
/// <param name="Name">Name of the instance on every node.</param>
/// <param name="VirtualRouterId">Virtual router id.</param>
/// <param name="Family">Address family of the advertisements.</param>
/// <param name="Owner">Name of the node that should be master while all are well.</param>
/// <param name="Addresses">Its addresses, in the order of the document; excluded ones last.</param>
/// <param name="Priorities">Every node with its priority, highest first.</param>
public sealed record TopologyAssignment(
    string Name,
    byte VirtualRouterId,
    AddressFamily Family,
    string Owner,
    IReadOnlyList<VirtualAddress> Addresses,
    IReadOnlyList<NodePriority> Priorities);
