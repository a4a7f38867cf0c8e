namespace NginxHa.Topology;

/// <summary>One thing that a reader, a linter or a comparison has to say, with the place it is about.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Id">Stable identifier in Pascal case, for filters and scripts.</param>
/// <param name="Message">One sentence naming the field, the value and what is allowed or expected.</param>
public sealed record Finding(FindingSeverity Severity, string Id, string Message)
{
    /// <summary>Node that the finding is about; <see langword="null"/> when it is about a single file or the whole cluster.</summary>
    public string? Node { get; init; }

    /// <summary>What it is about: the block and keyword of a keepalived.conf or the JSON path of a document.</summary>
    public string? Subject { get; init; }

    /// <summary>File of the finding, or <see langword="null"/> when the text came from memory.</summary>
    public string? File { get; init; }

    /// <summary>Line in <see cref="File"/>, from 1; 0 when no line applies.</summary>
    public int Line { get; init; }

    /// <summary>Column in <see cref="Line"/>, from 1; 0 when unknown.</summary>
    public int Column { get; init; }

    /// <summary>What to do about it, or <see langword="null"/>.</summary>
    public string? Remedy { get; init; }

    /// <summary>Where the finding is, as <c>node file:line:column</c> with the parts that are known.</summary>
    public string Location
    {
        get
        {
            string place = (File, Line, Column) switch
            {
                (null, 0, _) => string.Empty,
                (null, _, 0) => $"line {Line}",
                (null, _, _) => $"line {Line}:{Column}",
                (_, 0, _) => File,
                (_, _, 0) => $"{File}:{Line}",
                _ => $"{File}:{Line}:{Column}",
            };
            return (Node is null, place.Length == 0) switch
            {
                (true, _) => place,
                (false, true) => Node!,
                _ => $"{Node} {place}",
            };
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Location.Length == 0 ? $"{Severity}: {Message} [{Id}]" : $"{Location}: {Severity}: {Message} [{Id}]";
}
