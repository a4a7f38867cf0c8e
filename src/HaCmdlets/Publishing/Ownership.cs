namespace NginxHa.Cmdlets.Publishing;

/// <summary>Who has which virtual IP, held against who should have it by what every node was told.</summary>
/// <param name="answers">What the nodes answered, all about the same moment.</param>
internal sealed class Ownership(IReadOnlyList<NodeAnswer> answers)
{
    /// <summary>Every virtual IP that a node was told of.</summary>
    public IReadOnlyList<string> Addresses { get; } =
        [.. answers.SelectMany(answer => answer.Routers.Select(router => router.Address)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The nodes that have an address.</summary>
    public IReadOnlyList<string> Owners(string address) => [.. answers.Where(answer => answer.Owned.Contains(address)).Select(answer => answer.Node)];

    /// <summary>
    /// Why an address is not where it should be by what each node was told, for people; null when it is. While nodes have it
    /// under different virtual router ids they do not hear one another, and each of these routers has an owner of its own.
    /// </summary>
    public string? Problem(string address)
    {
        IReadOnlyList<string> owners = Owners(address);
        if (owners.Count == 0)
        {
            return $"nobody has {address}";
        }

        foreach (IGrouping<int, (string Node, NodeRouter Router)> router in Runners(address).GroupBy(runner => runner.Router.VirtualRouterId))
        {
            string[] here = [.. router.Select(runner => runner.Node).Intersect(owners)];
            if (here.Length != 1)
            {
                return here.Length == 0 ? $"nobody has {address} of virtual router {router.Key}" : $"{string.Join(" and ", here)} have {address}";
            }

            int best = router.Max(runner => runner.Router.Priority);
            if (router.All(runner => runner.Router.Preempt) && router.First(runner => runner.Node == here[0]).Router.Priority < best)
            {
                return $"{here[0]} has {address}, and not {string.Join(" or ", router.Where(runner => runner.Router.Priority == best).Select(runner => runner.Node))}";
            }
        }

        return null;
    }

    private IEnumerable<(string Node, NodeRouter Router)> Runners(string address) =>
        answers.Where(answer => answer.IsRunning)
            .SelectMany(answer => answer.Routers.Where(router => router.Address == address).Select(router => (answer.Node, router)));
}
