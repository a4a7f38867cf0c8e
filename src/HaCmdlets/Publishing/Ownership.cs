namespace NginxHa.Cmdlets.Publishing;

/// <summary>
/// Who has which virtual IP, held against who should have it by what every node was told. A virtual router is an id and an
/// address family on a segment.
/// </summary>
internal sealed class Ownership
{
    private readonly IReadOnlyList<NodeAnswer> _answers;
    private readonly Member[] _members;

    /// <summary>Takes what the nodes answered.</summary>
    /// <param name="answers">What the nodes answered whose engine runs, all about the same moment.</param>
    /// <param name="listsMatter">
    /// Nodes do not listen to one another while their lists of addresses differ: keepalived drops advertisements with another
    /// number of addresses than its own, and those that lack one of its own. The agent takes them, and counts them. Excluded
    /// addresses are in no advertisement.
    /// </param>
    public Ownership(IReadOnlyList<NodeAnswer> answers, bool listsMatter)
    {
        _answers = answers;
        NodeRouter[] told = [.. answers.SelectMany(answer => answer.Routers).Where(router => router.IsExcluded is not null)];
        _members =
        [
            .. from answer in answers
               from router in answer.Routers.Select(router => Complete(router, told)).GroupBy(router => (router.Family, router.VirtualRouterId, router.Interface))
               let advertised = router.Where(entry => entry.IsExcluded != true).Select(entry => entry.Address).Order(StringComparer.Ordinal)
               select new Member(
                   answer.Node,
                   $"{router.Key.Family} {router.Key.VirtualRouterId} {(listsMatter ? string.Join(' ', advertised) : string.Empty)}",
                   router.Key.Interface,
                   router.Select(entry => entry.SyncGroup).FirstOrDefault(name => name is not null),
                   router.Max(entry => entry.Priority),
                   router.All(entry => entry.Preempt),
                   [.. router.Select(entry => entry.Address)]),
        ];
        Addresses = [.. _members.SelectMany(member => member.Addresses).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Every virtual IP that a node was told of.</summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>The nodes that have an address.</summary>
    public IReadOnlyList<string> Owners(string address) => [.. _answers.Where(answer => answer.Owned.Contains(address)).Select(answer => answer.Node)];

    /// <summary>
    /// Why an address is not where it should be by what each node was told, for people; null when it is. Nodes that do not
    /// hear one another, because they have another virtual router id, have an owner each. An address that the master of its
    /// router was not told of yet has none, nor has one whose master does not become master for the sake of its sync group.
    /// </summary>
    public OwnershipProblem? Problem(string address)
    {
        IReadOnlyList<string> owners = Owners(address);
        foreach (IGrouping<string, Member> group in _members.GroupBy(member => member.Router).Where(group => group.Any(member => member.Has(address))))
        {
            Member[] router = [.. OnSegmentOf(address, group)];
            int best = router.Max(member => member.Priority);
            Member[] masters = [.. router.Where(member => member.Priority == best)];
            bool isReady = !masters.All(FollowsInItsGroup);
            string[] here = [.. router.Select(member => member.Node).Intersect(owners)];
            if (here.Length > 1)
            {
                return new OwnershipProblem($"{string.Join(" and ", here)} have {address}", IsOutage: true);
            }

            if (here.Length == 0 && isReady && masters.All(master => master.Has(address)))
            {
                return new OwnershipProblem($"nobody has {address}", IsOutage: true);
            }

            if (here.Length == 1 && isReady && router.All(member => member.Preempt) && masters.All(master => master.Node != here[0]))
            {
                return new OwnershipProblem($"{here[0]} has {address}, and not {string.Join(" or ", masters.Select(master => master.Node))}", IsOutage: false);
            }
        }

        return null;
    }

    /// <summary>
    /// The members that hear one another. Interfaces have names of the node's own: they tell apart only where a node has the
    /// id on several of them.
    /// </summary>
    private static IEnumerable<Member> OnSegmentOf(string address, IGrouping<string, Member> router)
    {
        string[] interfaces = [.. router.Where(member => member.Has(address)).Select(member => member.Interface)];
        foreach (IGrouping<string, Member> node in router.GroupBy(member => member.Node))
        {
            bool isOne = node.Count() == 1;
            bool knows = node.Any(member => member.Has(address));
            foreach (Member member in node.Where(member => isOne || (knows ? member.Has(address) : interfaces.Contains(member.Interface))))
            {
                yield return member;
            }
        }
    }

    /// <summary>
    /// Members of a sync group become masters together. Where one of them hears a better node, as between the change of the
    /// first node and that of the last, the others wait with it.
    /// </summary>
    private bool FollowsInItsGroup(Member member) => member.SyncGroup is not null && _members
        .Where(other => other != member && other.Node == member.Node && other.SyncGroup == member.SyncGroup)
        .Any(other => _members.Any(rival => rival.Router == other.Router && rival.Node != other.Node && rival.Priority > other.Priority));

    /// <summary>
    /// What an older module leaves unsaid, as another node says it of the same address, or as the address shows it. Not the
    /// interface: it would part addresses that another node knows from those that none does.
    /// </summary>
    private static NodeRouter Complete(NodeRouter router, NodeRouter[] told) =>
        router.IsExcluded is null && told.FirstOrDefault(other => (other.Address, other.VirtualRouterId) == (router.Address, router.VirtualRouterId)) is { } known
            ? router with { IsExcluded = known.IsExcluded, Family = known.Family, SyncGroup = known.SyncGroup }
            : router;

    /// <summary>A node in a virtual router.</summary>
    private sealed record Member(string Node, string Router, string Interface, string? SyncGroup, int Priority, bool Preempt, string[] Addresses)
    {
        public bool Has(string address) => Addresses.Contains(address);
    }
}
