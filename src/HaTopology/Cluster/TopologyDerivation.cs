using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Topology;

/// <summary>
/// Derives the virtual routers of a cluster: which addresses go together, who owns them, and what every node has to run.
/// The same document gives the same answer on every node.
/// </summary>
public static class TopologyDerivation
{
    /// <summary>Priority of a preferred owner.</summary>
    public const byte OwnerPriority = 150;

    /// <summary>Most that a priority differs from the next one.</summary>
    public const byte LargestStep = 50;

    /// <summary>Name of the track that <see cref="NginxSettings.Track"/> stands for.</summary>
    public const string NginxTrackName = "nginx";

    /// <summary>The virtual routers of a cluster, in the order of the nodes that own them. Empty for a single-node document.</summary>
    /// <param name="topology">A topology without errors.</param>
    public static IReadOnlyList<TopologyAssignment> Assign(HaTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        if (topology.Nodes.Count == 0)
        {
            return [];
        }

        List<Placed> placed = Place(topology);
        var assignments = new List<TopologyAssignment>();
        foreach (IGrouping<(int Owner, byte Id), Placed> router in placed.GroupBy(ip => (ip.Owner, ip.Id)).OrderBy(group => group.Key))
        {
            VirtualAddress[] addresses = [.. router.Select(ip => ip.Address).OrderBy(address => address.IsExcluded)];
            AddressFamily[] families = [.. addresses.Where(address => !address.IsExcluded).Select(address => address.Address.AddressFamily).Distinct().Order()];
            foreach (AddressFamily family in families)
            {
                // An excluded address goes with its own family where there is one, else with the only one there is.
                VirtualAddress[] own = [.. addresses.Where(address => address.Address.AddressFamily == family || (address.IsExcluded && !families.Contains(address.Address.AddressFamily)))];
                assignments.Add(new TopologyAssignment(
                    Name(topology, router.Key.Owner, router.Key.Id, family),
                    router.Key.Id,
                    family,
                    topology.Nodes[router.Key.Owner].Name,
                    own,
                    Priorities(topology, router.Key.Owner)));
            }
        }

        return assignments;
    }

    /// <summary>What a node has to run.</summary>
    /// <param name="topology">A topology without errors.</param>
    /// <param name="node">Name of the node; any for a single-node document.</param>
    /// <exception cref="ArgumentException">There is no such node.</exception>
    public static NodeDeclaration Derive(HaTopology topology, string node)
    {
        ArgumentNullException.ThrowIfNull(topology);
        if (topology.IsSingleNode)
        {
            return new NodeDeclaration { Name = node, Instances = topology.Instances, SyncGroups = topology.SyncGroups };
        }

        TopologyNode self = topology.Nodes.FirstOrDefault(candidate => candidate.Name == node)
            ?? throw new ArgumentException($"'{node}' is not a node of '{topology.Name}'; it has {string.Join(", ", topology.Nodes.Select(candidate => candidate.Name))}.", nameof(node));
        IReadOnlyList<TopologyAssignment> assignments = Assign(topology);
        return new NodeDeclaration
        {
            Name = node,
            Instances = [.. assignments.Select(assignment => Instance(topology, self, assignment))],
            SyncGroups = [.. assignments
                .GroupBy(assignment => (assignment.Owner, assignment.VirtualRouterId))
                .Where(group => group.Count() > 1)
                .Select(group => new SyncGroupOptions { Name = group.First().Name, Members = [.. group.Select(assignment => assignment.Name)] })],
        };
    }

    /// <summary>The tracks of a node, with the one for nginx.</summary>
    /// <param name="topology">The topology.</param>
    /// <param name="node">The node.</param>
    internal static IReadOnlyList<TrackOptions> Tracks(HaTopology topology, TopologyNode node)
    {
        TrackOptions? nginx = topology.Nginx switch
        {
            { Track: true, HealthUri: Uri uri } settings => new HttpTrackOptions { Name = NginxTrackName, Uri = uri, Interval = settings.Interval, Rise = settings.Rise, Fall = settings.Fall, Weight = settings.Weight },
            { Track: true } settings => new ProcessTrackOptions { Name = NginxTrackName, ProcessName = "nginx", Interval = settings.Interval, Rise = settings.Rise, Fall = settings.Fall, Weight = settings.Weight },
            _ => null,
        };
        return [.. nginx is null ? [] : (TrackOptions[])[nginx], .. topology.Tracks, .. node.Tracks];
    }

    private static List<Placed> Place(HaTopology topology)
    {
        int next = 0;
        var placed = new List<Placed>(topology.VirtualIps.Count);
        foreach (TopologyVirtualIp ip in topology.VirtualIps)
        {
            int owner = ip.Owner is string name
                ? Math.Max(IndexOf(topology, name), 0)
                : topology.Mode == TopologyMode.DualMaster ? next++ % topology.Nodes.Count : DefaultOwner(topology);
            int standard = topology.FirstVirtualRouterId + (topology.Mode == TopologyMode.DualMaster ? owner : 0);
            placed.Add(new Placed(owner, ip.VirtualRouterId ?? (byte)Math.Min(standard, VrrpConstants.MaximumVirtualRouterId), ip.Address));
        }

        return placed;
    }

    /// <summary>In a master-backup cluster everything belongs to the owner that anyone names, else to the best node.</summary>
    private static int DefaultOwner(HaTopology topology)
    {
        string? named = topology.VirtualIps.Select(ip => ip.Owner).FirstOrDefault(owner => owner is not null);
        if (named is not null)
        {
            return Math.Max(IndexOf(topology, named), 0);
        }

        int best = 0;
        for (int i = 1; i < topology.Nodes.Count; i++)
        {
            best = (topology.Nodes[i].Priority ?? 0) > (topology.Nodes[best].Priority ?? 0) ? i : best;
        }

        return best;
    }

    private static int IndexOf(HaTopology topology, string node)
    {
        for (int i = 0; i < topology.Nodes.Count; i++)
        {
            if (topology.Nodes[i].Name == node)
            {
                return i;
            }
        }

        return -1;
    }

    private static string Name(HaTopology topology, int owner, byte id, AddressFamily family)
    {
        bool dual = topology.Mode == TopologyMode.DualMaster;
        int standard = topology.FirstVirtualRouterId + (dual ? owner : 0);
        return topology.Name
            + (dual ? "-" + topology.Nodes[owner].Name : string.Empty)
            + (id == standard ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"-{id}"))
            + (family == AddressFamily.InterNetworkV6 ? "-ipv6" : string.Empty);
    }

    private static NodePriority[] Priorities(HaTopology topology, int owner)
    {
        int count = topology.Nodes.Count;
        int step = Math.Max(1, Math.Min(LargestStep, (OwnerPriority - 1) / count));

        // The others follow in the order of the list; in a dual-master cluster beginning behind the owner, so that the
        // load of a lost node is spread.
        IEnumerable<int> order = topology.Mode == TopologyMode.DualMaster
            ? Enumerable.Range(0, count).Select(rank => (owner + rank) % count)
            : Enumerable.Range(0, count).OrderBy(index => index != owner);
        return [.. order
            .Select((index, rank) => new NodePriority(
                topology.Nodes[index].Name,
                (topology.Mode == TopologyMode.MasterBackup ? topology.Nodes[index].Priority : null) ?? (byte)Math.Max(1, OwnerPriority - (rank * step))))
            .OrderByDescending(node => node.Priority)];
    }

    private static VrrpInstanceOptions Instance(HaTopology topology, TopologyNode self, TopologyAssignment assignment)
    {
        TopologyVrrpSettings vrrp = topology.Vrrp;
        bool isIPv6 = assignment.Family == AddressFamily.InterNetworkV6;
        byte priority = assignment.Priorities.First(node => node.Node == self.Name).Priority;
        bool leads = assignment.Owner == self.Name && vrrp.Preempt && vrrp.PreemptDelay == TimeSpan.Zero
            && vrrp.Authentication.Method != VrrpAuthenticationMethod.AuthenticationHeader;
        return new VrrpInstanceOptions
        {
            Name = assignment.Name,
            Interface = self.Interface ?? topology.Interface ?? string.Empty,
            VirtualRouterId = assignment.VirtualRouterId,
            Priority = priority,
            Version = isIPv6 ? VrrpVersion.V3 : vrrp.Version,
            VirtualAddresses = assignment.Addresses,
            AdvertisementInterval = vrrp.AdvertisementInterval,
            InitialState = leads ? VrrpInitialState.Master : VrrpInitialState.Backup,
            Preempt = vrrp.Preempt,
            PreemptDelay = leads ? TimeSpan.Zero : vrrp.PreemptDelay,
            StartupDelay = vrrp.StartupDelay,
            Authentication = isIPv6 && vrrp.Authentication.Method != VrrpAuthenticationMethod.Hmac ? VrrpAuthentication.None : vrrp.Authentication,
            SourceAddress = vrrp.Unicast ? AddressOf(self, assignment.Family) : null,
            UnicastPeers = vrrp.Unicast
                ? [.. topology.Nodes.Where(node => node.Name != self.Name).Select(node => AddressOf(node, assignment.Family)).OfType<IPAddress>().Select(address => new UnicastPeer { Address = address })]
                : [],
            UnicastTimeToLive = vrrp.UnicastTimeToLive,
            ChecksumWithPseudoHeader = vrrp.ChecksumWithPseudoHeader,
            VirtualMac = vrrp.VirtualMac,
            VirtualRoutes = [.. vrrp.VirtualRoutes.Where(route => route.Destination.AddressFamily == assignment.Family)],
            VirtualRules = [.. vrrp.VirtualRules.Where(rule => rule.Family == assignment.Family)],
            GratuitousArp = vrrp.GratuitousArp,
            Tracks = Tracks(topology, self),
            DownTimerAdverts = vrrp.DownTimerAdverts,
            // After a split brain the better master has to hear of the other one, or clients keep the loser's MAC address.
            HigherPrioritySendAdvert = true,
            Hooks = topology.Hooks,
            NetworkNamespace = self.NetworkNamespace,
        };
    }

    private static IPAddress? AddressOf(TopologyNode node, AddressFamily family) =>
        node.Addresses.FirstOrDefault(address => address.AddressFamily == family);

    private readonly record struct Placed(int Owner, byte Id, VirtualAddress Address);
}
