using System.Net.Sockets;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology;

/// <summary>Says what is wrong with a topology, and what would not do what it seems to; each with the JSON path of its place.</summary>
public static class TopologyValidator
{
    private const int MostNodes = 64;

    /// <summary>Checks a topology against itself; the machine is not asked.</summary>
    /// <param name="topology">The topology.</param>
    /// <returns>Empty when there is nothing to say.</returns>
    public static IReadOnlyList<Finding> Validate(HaTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var findings = new TopologyFindings();
        if (topology.IsSingleNode)
        {
            SingleNode(topology, findings);
        }
        else
        {
            Cluster(topology, findings);
        }

        UpstreamMonitorChecks.Check(topology, findings);
        if (topology.Agent.Scheduling is { RealTimePriority: > 0, Nice: not 0 })
        {
            findings.Warning("NiceWithoutEffect", "agent.scheduling.nice", "A nice value has no effect beside a real-time priority.");
        }

        return findings.All;
    }

    private static void SingleNode(HaTopology topology, TopologyFindings findings)
    {
        if (topology.Instances.Count == 0)
        {
            findings.Error("Empty", string.Empty, "The document has neither nodes and virtualIps nor instances.");
        }

        if (topology.Tracks.Count > 0 || topology.Hooks != VrrpHooks.None || topology.Vrrp != new TopologyVrrpSettings() || topology.Interface is not null)
        {
            findings.Error("ClusterSettingsUnused", string.Empty, "interface, vrrp, tracks and hooks belong to a cluster with nodes and virtualIps; a document with instances says all that in the instances.");
        }

        for (int i = 0; i < topology.Instances.Count; i++)
        {
            findings.Options($"instances[{i}]", topology.Instances[i].Name, VrrpInstanceOptionsValidator.Validate(topology.Instances[i], secretsMayBeWithheld: true));
        }

        for (int i = 0; i < topology.SyncGroups.Count; i++)
        {
            SyncGroupOptions group = topology.SyncGroups[i];
            findings.Options($"syncGroups[{i}]", group.Name, SyncGroupOptionsValidator.Validate(group));
            foreach (string member in group.Members.Where(member => topology.Instances.All(instance => instance.Name != member)))
            {
                findings.Error("UnknownMember", $"syncGroups[{i}].members", $"Group '{group.Name}' names '{member}', but there is no such instance.");
            }

            VrrpInstanceOptions[] members = [.. topology.Instances.Where(instance => group.Members.Contains(instance.Name))];
            if (members.Select(instance => instance.Priority).Distinct().Count() > 1)
            {
                findings.Warning("UnequalMembers", $"syncGroups[{i}].members", $"The members of group '{group.Name}' have different priorities ({string.Join(", ", members.Select(instance => $"'{instance.Name}' {instance.Priority}"))}). If another node ranks higher on one of them and lower on another, both nodes may give way to each other again and again.", remedy: "Use one priority for all members.");
            }
        }

        findings.Unique("instances", topology.Instances, instance => instance.Name, "name");
        findings.Unique("instances", topology.Instances, instance => $"{instance.VirtualRouterId} ({Word(instance.EffectiveFamily)} on {instance.Interface}{(instance.NetworkNamespace is null ? string.Empty : " in " + instance.NetworkNamespace)})", "virtual router id");
        findings.Unique("syncGroups", topology.SyncGroups, group => group.Name, "name");
        findings.Unique("syncGroups", [.. topology.SyncGroups.SelectMany(group => group.Members)], member => member, "member");
    }

    private static void Cluster(HaTopology topology, TopologyFindings findings)
    {
        if (topology.Instances.Count > 0 || topology.SyncGroups.Count > 0)
        {
            findings.Error("TwoKinds", "instances", "A document has either nodes and virtualIps, from which the instances follow, or instances and syncGroups.");
        }

        Nodes(topology, findings);
        VirtualIps(topology, findings);
        if (findings.HasErrors)
        {
            // What follows from a broken declaration would only repeat it.
            return;
        }

        Owners(topology, findings);
        if (!findings.HasErrors)
        {
            Derived(topology, findings);
        }
    }

    private static void Nodes(HaTopology topology, TopologyFindings findings)
    {
        if (topology.Nodes.Count is 0 or > MostNodes)
        {
            findings.Error("NodeCount", "nodes", $"The cluster has {topology.Nodes.Count} nodes; 1 to {MostNodes} are allowed.");
        }

        if (topology.Nodes.Count == 1)
        {
            findings.Warning("OneNode", "nodes", "A cluster of one node has nobody to fail over to.");
        }

        findings.Unique("nodes", topology.Nodes, node => node.Name, "name", ignoreCase: true);
        findings.Unique("nodes", [.. topology.Nodes.SelectMany(node => node.HostNames.Prepend(node.Name).Distinct(StringComparer.OrdinalIgnoreCase))], name => name, "host name", ignoreCase: true);
        findings.Unique("nodes", [.. topology.Nodes.Where(node => node.MachineId is not null)], node => node.MachineId!, "machine id", ignoreCase: true);
        findings.Unique("nodes", [.. topology.Nodes.SelectMany(node => node.Addresses)], address => address.ToString(), "address");
        for (int i = 0; i < topology.Nodes.Count; i++)
        {
            TopologyNode node = topology.Nodes[i];
            if (node.Interface is null && topology.Interface is null)
            {
                findings.Error("MissingInterface", $"nodes[{i}]", $"Node '{node.Name}' has no interface, and the cluster names none either.");
            }

            if (node.Priority is not null && topology.Mode == TopologyMode.DualMaster)
            {
                findings.Error("PriorityInDualMaster", $"nodes[{i}].priority", $"Node '{node.Name}' has a priority; in a DualMaster cluster priorities follow from the owners of the virtual IPs.");
            }
        }
    }

    private static void VirtualIps(HaTopology topology, TopologyFindings findings)
    {
        if (topology.VirtualIps.Count == 0)
        {
            findings.Error("NoVirtualIp", "virtualIps", "The cluster has no virtual IP.");
        }

        findings.Unique("virtualIps", topology.VirtualIps, ip => ip.Address.Address.ToString(), "address");
        for (int i = 0; i < topology.VirtualIps.Count; i++)
        {
            TopologyVirtualIp ip = topology.VirtualIps[i];
            if (ip.Owner is not null && topology.Nodes.All(node => node.Name != ip.Owner))
            {
                findings.Error("UnknownOwner", $"virtualIps[{i}].owner", $"'{ip.Owner}' should own {ip.Address.Address}, but is not a node; the nodes are {string.Join(", ", topology.Nodes.Select(node => node.Name))}.");
            }

            if (topology.Nodes.FirstOrDefault(node => node.Addresses.Contains(ip.Address.Address)) is TopologyNode holder)
            {
                findings.Error("VirtualIpIsNodeAddress", $"virtualIps[{i}]", $"{ip.Address.Address} is a virtual IP and node '{holder.Name}' has it as its own address; it has to be free.");
            }
        }
    }

    private static void Owners(HaTopology topology, TopologyFindings findings)
    {
        string[] named = [.. topology.VirtualIps.Select(ip => ip.Owner).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (topology.Mode == TopologyMode.MasterBackup && named.Length > 1)
        {
            findings.Error("SeveralOwners", "virtualIps", $"In a MasterBackup cluster one node owns everything, but {string.Join(" and ", named)} are named; DualMaster is for several owners.");
            return;
        }

        if (topology.Mode == TopologyMode.DualMaster && topology.FirstVirtualRouterId + topology.Nodes.Count - 1 > byte.MaxValue)
        {
            findings.Error("VirtualRouterIdsRunOut", "firstVirtualRouterId", $"From {topology.FirstVirtualRouterId} on there are not enough virtual router ids for {topology.Nodes.Count} nodes; the last one is 255.");
        }

        IReadOnlyList<TopologyAssignment> assignments = TopologyDerivation.Assign(topology);
        foreach (IGrouping<(byte Id, AddressFamily Family), TopologyAssignment> shared in assignments
            .GroupBy(assignment => (assignment.VirtualRouterId, assignment.Family))
            .Where(group => group.Select(assignment => assignment.Owner).Distinct().Count() > 1))
        {
            findings.Error("VirtualRouterIdShared", "virtualIps", $"Virtual router id {shared.Key.Id} would belong to {string.Join(" and ", shared.Select(assignment => assignment.Owner).Distinct())} for {Word(shared.Key.Family)}; each needs one of its own.");
        }

        VirtualAddress[] assigned = [.. assignments.SelectMany(assignment => assignment.Addresses)];
        for (int i = 0; i < topology.VirtualIps.Count; i++)
        {
            VirtualAddress address = topology.VirtualIps[i].Address;
            if (!assigned.Contains(address))
            {
                findings.Error("NothingAdvertised", $"virtualIps[{i}]", $"{address.Address} is excluded, and no other virtual IP of its owner and virtual router id is advertised with it: no virtual router would have it.");
            }
        }

        foreach (TopologyAssignment assignment in assignments)
        {
            NodePriority[] best = [.. assignment.Priorities.TakeWhile(node => node.Priority == assignment.Priorities[0].Priority)];
            if (best.All(node => node.Node != assignment.Owner))
            {
                findings.Error("OwnerIsNotBest", "nodes", $"'{assignment.Owner}' should own '{assignment.Name}', but '{best[0].Node}' has the higher priority {best[0].Priority}.");
            }

            foreach (IGrouping<byte, NodePriority> equal in assignment.Priorities.GroupBy(node => node.Priority).Where(group => group.Count() > 1))
            {
                findings.Error("EqualPriorities", "nodes", $"{string.Join(" and ", equal.Select(node => $"'{node.Node}'"))} have the same priority {equal.Key} for '{assignment.Name}'; then the higher address decides.");
            }
        }

        if (topology.Mode == TopologyMode.DualMaster && topology.Nodes.Count > 1 && assignments.Select(assignment => assignment.Owner).Distinct().Count() == 1)
        {
            findings.Warning("OneOwner", "virtualIps", $"'{assignments[0].Owner}' owns all virtual IPs; in a DualMaster cluster every node should prefer one.");
        }
    }

    private static void Derived(HaTopology topology, TopologyFindings findings)
    {
        IReadOnlyList<TopologyAssignment> assignments = TopologyDerivation.Assign(topology);
        for (int i = 0; i < topology.Nodes.Count; i++)
        {
            TopologyNode node = topology.Nodes[i];
            foreach (VrrpInstanceOptions instance in TopologyDerivation.Derive(topology, node.Name).Instances)
            {
                findings.Derived($"nodes[{i}]", node.Name, VrrpInstanceOptionsValidator.Validate(instance, secretsMayBeWithheld: true));
                if (topology.Vrrp.Unicast && instance.SourceAddress is null)
                {
                    findings.Error("MissingUnicastAddress", $"nodes[{i}].addresses", $"Node '{node.Name}' needs an {Word(instance.EffectiveFamily)} address: the others send their advertisements to it.", node.Name);
                }
            }

            Weights(topology, node, i, assignments, findings);
        }
    }

    /// <summary>A track with a weight that is smaller than the distance to the next node never changes who is master.</summary>
    private static void Weights(HaTopology topology, TopologyNode node, int index, IReadOnlyList<TopologyAssignment> assignments, TopologyFindings findings)
    {
        foreach (TopologyAssignment assignment in assignments.Where(assignment => assignment.Owner == node.Name && assignment.Priorities.Count > 1))
        {
            int gap = assignment.Priorities[0].Priority - assignment.Priorities[1].Priority;
            TrackOptions[] weighted = [.. TopologyDerivation.Tracks(topology, node).Where(track => track.Weight != 0 && track is not FileTrackOptions)];
            int sum = weighted.Sum(track => Math.Abs(track.Weight));
            if (weighted.Length > 0 && sum < gap && TopologyDerivation.Tracks(topology, node).All(track => track is not FileTrackOptions))
            {
                findings.Warning("WeightWithoutEffect", $"nodes[{index}]", $"The tracks of '{node.Name}' change its priority for '{assignment.Name}' by at most {sum}, but '{assignment.Priorities[1].Node}' is {gap} below: they never change who is master.", node.Name, "Use larger weights, or weight 0 for a fault.");
            }
        }
    }

    private static string Word(AddressFamily family) => family == AddressFamily.InterNetwork ? "IPv4" : "IPv6";
}
