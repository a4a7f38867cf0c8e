using NginxHa.Topology;

namespace NginxHa.Control;

/// <summary>What came of reading the document again.</summary>
public sealed record ReloadResult
{
    /// <summary>When, by the wall clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whether the document is in force now; false left everything as it was.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>What was changed; empty when the document says what is in force already, or when it was refused.</summary>
    public IReadOnlyList<ReloadChange> Changes { get; init; } = [];

    /// <summary>What is wrong with the document, or worth a look, each with file and line where it has them.</summary>
    public IReadOnlyList<Finding> Problems { get; init; } = [];
}
