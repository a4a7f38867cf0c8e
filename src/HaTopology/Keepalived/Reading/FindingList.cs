using System.Collections;

namespace NginxHa.Topology.Keepalived.Reading;

/// <summary>The findings of one reading, in the order of the text.</summary>
internal sealed class FindingList : IReadOnlyList<Finding>
{
    private readonly List<Finding> _findings = [];

    public int Count => _findings.Count;

    public Finding this[int index] => _findings[index];

    public void Error(string id, SourcePosition position, string message, string? subject = null, string? remedy = null) =>
        Add(FindingSeverity.Error, id, position, message, subject, remedy);

    public void Warning(string id, SourcePosition position, string message, string? subject = null, string? remedy = null) =>
        Add(FindingSeverity.Warning, id, position, message, subject, remedy);

    public void Information(string id, SourcePosition position, string message, string? subject = null, string? remedy = null) =>
        Add(FindingSeverity.Information, id, position, message, subject, remedy);

    public IEnumerator<Finding> GetEnumerator() => _findings.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Add(FindingSeverity severity, string id, SourcePosition position, string message, string? subject, string? remedy) =>
        _findings.Add(new Finding(severity, id, message)
        {
            File = position.File,
            Line = position.Line,
            Subject = subject,
            Remedy = remedy,
        });
}
