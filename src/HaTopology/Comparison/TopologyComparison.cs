using System.Globalization;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Topology;

/// <summary>
/// Holds the declarations of two or more nodes against each other: what has to be the same, what has to differ, and what
/// would end in two masters or in none.
/// </summary>
public sealed class TopologyComparison
{
    private readonly IReadOnlyList<ComparedNode> _nodes;
    private readonly List<Finding> _findings = [];

    private TopologyComparison(IReadOnlyList<ComparedNode> nodes) => _nodes = nodes;

    /// <summary>Compares nodes.</summary>
    /// <param name="nodes">Two or more.</param>
    /// <returns>Empty when they fit together.</returns>
    /// <exception cref="ArgumentException">There are fewer than two nodes.</exception>
    public static IReadOnlyList<Finding> Compare(params IReadOnlyList<ComparedNode> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        if (nodes.Count < 2)
        {
            throw new ArgumentException($"There is {nodes.Count} node; a comparison needs at least two.", nameof(nodes));
        }

        var comparison = new TopologyComparison(nodes);
        comparison.Compare();
        return comparison._findings;
    }

    private void Compare()
    {
        var shared = new List<Side[]>();
        foreach (Side[] sides in _nodes
            .SelectMany(node => node.Declaration.Instances.Select(instance => new Side(node, instance)))
            .GroupBy(side => (side.Instance.VirtualRouterId, side.Instance.EffectiveFamily))
            .SelectMany(Segments))
        {
            if (sides.Length == _nodes.Count)
            {
                shared.Add(sides);
                CompareRouter(sides);
            }
            else
            {
                Missing(sides[0].Instance.VirtualRouterId, sides);
            }
        }

        Symmetry(shared);
    }

    /// <summary>
    /// The virtual routers of one id in one family: one on each segment. Interfaces have names of the node's own, so where a
    /// node has the id on several, the addresses tell which belong together, and the name where the lists have none in common.
    /// </summary>
    private static IEnumerable<Side[]> Segments(IEnumerable<Side> sides)
    {
        List<Side> left = [.. sides];
        bool isOnOneSegment = left.DistinctBy(side => side.Node).Count() == left.Count;
        while (left.Count > 0)
        {
            Side first = left[0];
            Side[] segment = isOnOneSegment
                ? [.. left]
                : [first, .. left.Where(side => side.Node != first.Node).GroupBy(side => side.Node).Select(node => Twin(first, node, left)).OfType<Side>()];
            left.RemoveAll(segment.Contains);
            yield return segment;
        }
    }

    /// <summary>One of the other node with an address in common, or else on the same interface, if it is the twin of none beside this one.</summary>
    private static Side? Twin(Side one, IEnumerable<Side> node, List<Side> all) =>
        node.FirstOrDefault(side => HaveAnAddressInCommon(one.Instance, side.Instance))
        ?? node.FirstOrDefault(side => side.Instance.Interface == one.Instance.Interface
            && !all.Any(other => other.Node == one.Node && HaveAnAddressInCommon(other.Instance, side.Instance)));

    private static bool HaveAnAddressInCommon(VrrpInstanceOptions one, VrrpInstanceOptions other) =>
        one.VirtualAddresses.Any(address => other.VirtualAddresses.Any(theirs => theirs.Address.Equals(address.Address)));

    /// <summary>A virtual router that not every node has: the others may have its addresses under another id.</summary>
    private void Missing(byte id, Side[] sides)
    {
        foreach (ComparedNode node in _nodes.Where(node => sides.All(side => side.Node != node)))
        {
            VrrpInstanceOptions mine = sides[0].Instance;
            VrrpInstanceOptions? twin = node.Declaration.Instances.FirstOrDefault(other => HaveAnAddressInCommon(mine, other));
            if (twin is not null)
            {
                Error("VirtualRouterIdDiffers", node, twin, nameof(mine.VirtualRouterId), $"'{twin.Name}' has virtual router id {twin.VirtualRouterId}, but {sides[0].Node.Name} has the same address under {id}: both would be master.");
            }
            else
            {
                Error("InstanceMissing", node, null, string.Empty, $"Virtual router {id} ('{mine.Name}' on {sides[0].Node.Name}) is missing: nobody takes over its addresses.");
            }
        }
    }

    private void CompareRouter(Side[] sides)
    {
        Same(sides, nameof(VrrpInstanceOptions.Version), "VersionDiffers", "protocol version", instance => ((int)instance.Version).ToString(CultureInfo.InvariantCulture), "they do not understand each other");
        Same(sides, nameof(VrrpInstanceOptions.AdvertisementInterval), "IntervalDiffers", "advertisement interval", instance => string.Create(CultureInfo.InvariantCulture, $"{instance.AdvertisementInterval.TotalSeconds:0.##} s"), sides.All(side => side.Instance.Version == VrrpVersion.V2) ? "VRRPv2 drops advertisements with another interval" : "the backup follows the master's interval, and the fail-over time changes with the node");
        Same(sides, nameof(VrrpInstanceOptions.Authentication), "AuthenticationDiffers", "authentication", instance => instance.Authentication.Method.ToString(), "they drop each other's advertisements");
        CompareSecrets(sides);
        Same(sides, nameof(VrrpInstanceOptions.VirtualAddresses), "AddressesDiffer", "list of virtual addresses", Advertised, "each counts the other's advertisements as errors");
        Same([.. sides.Where(side => Advertised(side.Instance) == Advertised(sides[0].Instance))], nameof(VrrpInstanceOptions.VirtualAddresses), "PrefixDiffers", "prefix lengths", Prefixes, "the address changes its subnet with the node", FindingSeverity.Warning);
        Same(sides, nameof(VrrpInstanceOptions.UnicastPeers), "UnicastDiffers", "way of sending", instance => instance.UnicastPeers.Count > 0 ? "unicast" : "multicast", "they do not hear each other");
        Same(sides, nameof(VrrpInstanceOptions.VirtualMac), "VirtualMacDiffers", "MAC address", instance => instance.VirtualMac is null ? "the interface's" : "virtual", "neighbours learn a new address at every fail-over", FindingSeverity.Warning);
        Same(sides, nameof(VrrpInstanceOptions.Preempt), "PreemptionDiffers", "preemption", instance => instance.Preempt ? "on" : "off", "who is master depends on who started last", FindingSeverity.Warning);
        ComparePeers(sides);
        ComparePriorities(sides);
    }

    private void CompareSecrets(Side[] sides)
    {
        VrrpAuthentication first = sides[0].Instance.Authentication;
        foreach (Side side in sides.Skip(1))
        {
            VrrpAuthentication other = side.Instance.Authentication;
            bool same = first.Method != other.Method || (first.Secret.Span.SequenceEqual(other.Secret.Span)
                && (first.Method != VrrpAuthenticationMethod.Hmac || first.Keys.All(key => !other.Keys.TryGetValue(key.Key, out ReadOnlyMemory<byte> value) || value.Span.SequenceEqual(key.Value.Span))));
            if (!same)
            {
                Error("SecretDiffers", side.Node, side.Instance, nameof(VrrpInstanceOptions.Authentication), $"The secret of '{side.Instance.Name}' is another one than on {sides[0].Node.Name}: they drop each other's advertisements.");
            }
        }
    }

    private void ComparePeers(Side[] sides)
    {
        foreach (Side side in sides.Where(side => side.Instance.UnicastPeers.Count > 0))
        {
            foreach (Side other in sides.Where(other => other != side && other.Instance.SourceAddress is not null))
            {
                if (side.Instance.UnicastPeers.All(peer => !peer.Address.Equals(other.Instance.SourceAddress)))
                {
                    Error("PeerMissing", side.Node, side.Instance, nameof(VrrpInstanceOptions.UnicastPeers), $"'{side.Instance.Name}' does not have {other.Instance.SourceAddress} ({other.Node.Name}) among its unicast peers.");
                }
            }
        }
    }

    private void ComparePriorities(Side[] sides)
    {
        foreach (IGrouping<byte, Side> equal in sides.GroupBy(side => side.Instance.Priority).Where(group => group.Count() > 1))
        {
            Side last = equal.Last();
            bool allMaster = equal.All(side => side.Instance.InitialState == VrrpInitialState.Master);
            Error(
                allMaster ? "TwoMasters" : "EqualPriorities",
                last.Node,
                last.Instance,
                nameof(VrrpInstanceOptions.Priority),
                $"'{last.Instance.Name}' has priority {equal.Key} on {string.Join(" and ", equal.Select(side => side.Node.Name))}{(allMaster ? ", and all of them start as MASTER" : string.Empty)}; then the higher address decides, and at the same start both are master for a moment.");
        }

        Side[] masters = [.. sides.Where(side => side.Instance.InitialState == VrrpInitialState.Master)];
        if (masters.Length > 1 && masters.DistinctBy(side => side.Instance.Priority).Count() == masters.Length)
        {
            Side worst = masters.MinBy(side => side.Instance.Priority)!;
            Warning("SeveralMasters", worst.Node, worst.Instance, nameof(VrrpInstanceOptions.InitialState), $"'{worst.Instance.Name}' starts as MASTER on {string.Join(" and ", masters.Select(side => side.Node.Name))}: at each start both have the addresses until they hear each other.");
        }

        Side[] ranked = [.. sides.OrderByDescending(side => side.Instance.Priority)];
        int gap = ranked[0].Instance.Priority - ranked[1].Instance.Priority;
        TrackOptions[] weighted = [.. ranked[0].Instance.Tracks.Where(track => track.Weight != 0)];
        int reach = weighted.Sum(track => Math.Abs(track.Weight)) + ranked[1].Instance.Tracks.Where(track => track is not FileTrackOptions).Sum(track => Math.Abs(track.Weight));
        if (weighted.Length > 0 && weighted.All(track => track is not FileTrackOptions) && reach < gap)
        {
            Warning("WeightWithoutEffect", ranked[0].Node, ranked[0].Instance, nameof(VrrpInstanceOptions.Tracks), $"The tracks of '{ranked[0].Instance.Name}' move priorities by at most {reach}, but {ranked[1].Node.Name} is {gap} below: they never change who is master.");
        }
    }

    /// <summary>With several shared routers and two nodes, either one node leads them all or they share them.</summary>
    private void Symmetry(List<Side[]> shared)
    {
        if (shared.Count < 2)
        {
            return;
        }

        string[] leaders = [.. shared.Select(sides => sides.MaxBy(side => side.Instance.Priority)!.Node.Name).Distinct()];
        int[] gaps = [.. shared.Select(sides => sides.Max(side => side.Instance.Priority) - sides.Min(side => side.Instance.Priority)).Distinct()];
        if (leaders.Length > 1 && gaps.Length > 1)
        {
            Side odd = shared[^1].MaxBy(side => side.Instance.Priority)!;
            Warning("Asymmetric", odd.Node, odd.Instance, nameof(VrrpInstanceOptions.Priority), $"The nodes share the virtual routers, but with different distances between their priorities ({string.Join(", ", gaps.Order())}): a track moves some of them and not the others.");
        }
    }

    private void Same(Side[] sides, string option, string id, string what, Func<VrrpInstanceOptions, string> value, string consequence, FindingSeverity severity = FindingSeverity.Error)
    {
        string first = value(sides[0].Instance);
        foreach (Side side in sides.Skip(1))
        {
            string other = value(side.Instance);
            if (other != first)
            {
                Add(severity, id, side.Node, side.Instance, option, $"The {what} of '{side.Instance.Name}' is {other}, on {sides[0].Node.Name} it is {first}: {consequence}.");
            }
        }
    }

    private static string Advertised(VrrpInstanceOptions instance) =>
        string.Join(", ", instance.VirtualAddresses.Where(address => !address.IsExcluded).Select(address => address.Address.ToString()).Distinct().Order(StringComparer.Ordinal)) is { Length: > 0 } list ? list : "empty";

    private static string Prefixes(VrrpInstanceOptions instance) =>
        string.Join(", ", instance.VirtualAddresses.GroupBy(address => address.Address.ToString()).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key}/{group.First().PrefixLength}"));

    private void Error(string id, ComparedNode node, VrrpInstanceOptions? instance, string option, string message) => Add(FindingSeverity.Error, id, node, instance, option, message);

    private void Warning(string id, ComparedNode node, VrrpInstanceOptions? instance, string option, string message) => Add(FindingSeverity.Warning, id, node, instance, option, message);

    private void Add(FindingSeverity severity, string id, ComparedNode node, VrrpInstanceOptions? instance, string option, string message)
    {
        Keepalived.SourcePosition? place = instance is null ? null : node.Locate(instance.Name, option);
        _findings.Add(new Finding(severity, id, message)
        {
            Node = node.Name,
            Subject = instance?.Name,
            File = place?.File,
            Line = place?.Line ?? 0,
        });
    }

    private sealed record Side(ComparedNode Node, VrrpInstanceOptions Instance);
}
