namespace NginxHa.Topology;

/// <summary>Finds a machine's own node in a topology.</summary>
public static class TopologyNodeFinder
{
    /// <summary>
    /// The node that a machine is: the one with its machine id, else with its host name (with or without domain, capitals
    /// do not count), else with one of its addresses.
    /// </summary>
    /// <param name="topology">The topology.</param>
    /// <param name="identity">What the machine knows about itself.</param>
    /// <param name="problem">Why there is none, or not one only.</param>
    public static TopologyNode? Find(HaTopology topology, LocalIdentity identity, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(identity);
        (string How, Func<TopologyNode, bool> Matches)[] ways =
        [
            ($"machine id '{identity.MachineId}'", node => node.MachineId is not null && string.Equals(node.MachineId, identity.MachineId, StringComparison.OrdinalIgnoreCase)),
            ($"host name '{identity.HostName}'", node => node.HostNames.Prepend(node.Name).Any(name => SameHost(name, identity.HostName))),
            ($"address {string.Join(", ", identity.Addresses)}", node => node.Addresses.Any(identity.Addresses.Contains)),
        ];
        foreach ((string how, Func<TopologyNode, bool> matches) in ways)
        {
            TopologyNode[] found = [.. topology.Nodes.Where(matches)];
            if (found.Length == 1)
            {
                problem = null;
                return found[0];
            }

            if (found.Length > 1)
            {
                problem = $"The {how} of this machine belongs to several nodes: {string.Join(", ", found.Select(node => node.Name))}.";
                return null;
            }
        }

        problem = $"None of the nodes {string.Join(", ", topology.Nodes.Select(node => node.Name))} is this machine: it has the {string.Join(", the ", ways.Select(way => way.How))}.";
        return null;
    }

    /// <summary>A name without domain matches any domain; two names with domain have to be the same.</summary>
    private static bool SameHost(string one, string other)
    {
        bool bothFull = one.Contains('.', StringComparison.Ordinal) && other.Contains('.', StringComparison.Ordinal);
        return string.Equals(bothFull ? one : Short(one), bothFull ? other : Short(other), StringComparison.OrdinalIgnoreCase);
    }

    private static string Short(string name) => name.Split('.')[0];
}
