using System.Globalization;
using System.Net.Sockets;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Diagram;

/// <summary>What a diagram shows, apart from how: nodes, virtual routers, and who stands where for which.</summary>
internal sealed record DiagramModel(string Title, IReadOnlyList<DiagramNode> Nodes, IReadOnlyList<DiagramRouter> Routers)
{
    public static DiagramModel Of(HaTopology topology) => topology.IsSingleNode ? OfSingleNode(topology) : OfCluster(topology);

    private static DiagramModel OfCluster(HaTopology topology) => new(
        $"{topology.Name} ({topology.Mode})",
        [.. topology.Nodes.Select(node => new DiagramNode(node.Name, [node.Interface ?? topology.Interface ?? "?", .. node.Addresses.Select(address => address.ToString())]))],
        [.. TopologyDerivation.Assign(topology).Select(router => new DiagramRouter(
            router.Name,
            Id(router.VirtualRouterId, router.Family),
            [.. router.Addresses.Select(address => address.ToString())],
            router.Owner,
            router.Priorities))]);

    private static DiagramModel OfSingleNode(HaTopology topology) => new(
        topology.Name,
        [new DiagramNode(topology.Name, [.. topology.Instances.Select(instance => instance.Interface).Distinct()])],
        [.. topology.Instances.Select(instance => new DiagramRouter(
            instance.Name,
            Id(instance.VirtualRouterId, instance.EffectiveFamily),
            [.. instance.VirtualAddresses.Select(address => address.ToString())],
            instance.InitialState == VrrpInitialState.Master ? topology.Name : string.Empty,
            [new NodePriority(topology.Name, instance.Priority)]))]);

    private static string Id(byte id, AddressFamily family) =>
        string.Create(CultureInfo.InvariantCulture, $"VRID {id}{(family == AddressFamily.InterNetworkV6 ? " IPv6" : string.Empty)}");
}
