namespace NginxHa.Topology.Keepalived.Reading;

/// <summary>One line after comments, includes, conditions, definitions and sequences are dealt with; never empty.</summary>
/// <param name="Text">A statement, or a single <c>{</c> or <c>}</c>.</param>
/// <param name="Position">Line of the file that it comes from.</param>
internal readonly record struct LogicalLine(string Text, SourcePosition Position);
