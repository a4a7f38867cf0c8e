namespace NginxHa.Topology.Keepalived;

/// <summary>A statement, or a part of one, that has no equivalent outside keepalived: listed, and written again on export.</summary>
/// <param name="Path">
/// Heads of the blocks around it, outermost first; empty for the top level. For words at the end of a line in a list
/// (such as <c>brd 192.0.2.255</c> behind an address) the last element is the line that they belong to.
/// </param>
/// <param name="Statement">The statement or the words.</param>
/// <param name="Reason">Why it has no equivalent, in one sentence.</param>
public sealed record KeptStatement(IReadOnlyList<string> Path, KeepalivedStatement Statement, string Reason)
{
    /// <summary>
    /// Whether an export writes it again. False for what keepalived ignores anyway and for what was translated into
    /// other options.
    /// </summary>
    public bool IsWritten { get; init; } = true;

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(" / ", Path.Append(Statement.Text))}: {Reason}";
}
