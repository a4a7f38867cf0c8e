namespace NginxHa.Cmdlets.Publishing;

/// <summary>Who has which virtual IP, held against who should have it by what every node was told.</summary>
/// <param name="answers">What the nodes answered whose engine runs, all about the same moment.</param>
/// <param name="listsMatter">
/// Nodes do not listen to one another while their lists of addresses differ: keepalived drops advertisements with another
/// number of addresses than its own, and those that lack one of its own. The agent takes them, and counts them.
/// </param>
internal sealed class Ownership(IReadOnlyList<NodeAnswer> answers, bool listsMatter)
{
    /// <summary>Every virtual IP that a node was told of.</summary>
    public IReadOnlyList<string> Addresses { get; } =
        [.. answers.SelectMany(answer => answer.Routers.Select(router => router.Address)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The nodes that have an address.</summary>
    public IReadOnlyList<string> Owners(string address) => [.. answers.Where(answer => answer.Owned.Contains(address)).Select(answer => answer.Node)];

    /// <summary>
    /// Why an address is not where it should be by what each node was told, for people; null when it is. Nodes that do not
    /// hear one another, because they have another virtual router id, have an owner each. An address that the master of its
    /// router was not told of yet has none.
    /// </summary>
    public OwnershipProblem? Problem(string address)
    {
        IReadOnlyList<string> owners = Owners(address);
        foreach (IGrouping<string, Member> router in Members().GroupBy(member => member.Group).Where(group => group.Any(member => member.Has(address))))
        {
            int best = router.Max(member => member.Priority);
            Member[] masters = [.. router.Where(member => member.Priority == best)];
            string[] here = [.. router.Select(member => member.Node).Intersect(owners)];
            if (here.Length > 1)
            {
                return new OwnershipProblem($"{string.Join(" and ", here)} have {address}", IsOutage: true);
            }

            if (here.Length == 0 && masters.All(master => master.Has(address)))
            {
                return new OwnershipProblem($"nobody has {address}", IsOutage: true);
            }

            if (here.Length == 1 && router.All(member => member.Preempt) && masters.All(master => master.Node != here[0]))
            {
                return new OwnershipProblem($"{here[0]} has {address}, and not {string.Join(" or ", masters.Select(master => master.Node))}", IsOutage: false);
            }
        }

        return null;
    }

    private IEnumerable<Member> Members() =>
        from answer in answers
        from router in answer.Routers.GroupBy(router => router.VirtualRouterId)
        let addresses = router.Select(entry => entry.Address).Order(StringComparer.Ordinal).ToArray()
        select new Member(
            answer.Node,
            listsMatter ? $"{router.Key} {string.Join(' ', addresses)}" : $"{router.Key}",
            router.Max(entry => entry.Priority),
            router.All(entry => entry.Preempt),
            addresses);

    /// <summary>A node in a virtual router.</summary>
    private sealed record Member(string Node, string Group, int Priority, bool Preempt, string[] Addresses)
    {
        public bool Has(string address) => Addresses.Contains(address);
    }
}
