namespace NginxHa.Cmdlets.Publishing;

/// <summary>The order in which nodes are changed.</summary>
internal static class PublishOrder
{
    /// <summary>
    /// Nodes that own nothing first, then those that own least: who takes over what an owner gives up has its new
    /// declaration before the owner has. Among equals the one that stands last in the document comes first.
    /// </summary>
    /// <param name="nodes">What the nodes answered.</param>
    /// <param name="answer">The answer of one.</param>
    /// <param name="names">Names of the nodes in the order of the document, best first.</param>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> nodes, Func<T, NodeAnswer> answer, IReadOnlyList<string> names) =>
    [
        .. nodes
            .OrderBy(node => answer(node).Owned.Count)
            .ThenByDescending(node => names.ToList().IndexOf(answer(node).Node)),
    ];
}
