using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace NginxHa.Topology.Document.Shapes;

/// <summary>Collects what is wrong with a document, with the place of each token.</summary>
internal sealed class ReadContext(string? file)
{
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public bool HasErrors => _findings.Exists(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>Says that a token is not allowed; always false, so that a reader can return it.</summary>
    public bool Refuse(JToken token, string id, string message)
    {
        Add(FindingSeverity.Error, token, id, message);
        return false;
    }

    public void Add(FindingSeverity severity, JToken? token, string id, string message, string? remedy = null)
    {
        IJsonLineInfo? place = token;
        bool known = place?.HasLineInfo() == true;
        _findings.Add(new Finding(severity, id, message)
        {
            File = file,
            Line = known ? place!.LineNumber : 0,
            Column = known ? place!.LinePosition : 0,
            Subject = token is null ? null : PathOf(token),
            Remedy = remedy,
        });
    }

    public void AddSyntaxError(JsonReaderException exception) => _findings.Add(new Finding(FindingSeverity.Error, "InvalidJson", exception.Message)
    {
        File = file,
        Line = exception.LineNumber,
        Column = exception.LinePosition,
        Subject = exception.Path,
    });

    public static string PathOf(JToken token) => token.Path.Length == 0 ? "$" : "$." + token.Path;

    /// <summary>What a token is, for messages; strings are quoted, long ones cut.</summary>
    public static string Describe(JToken token) => token.Type switch
    {
        JTokenType.Object => "an object",
        JTokenType.Array => "a list",
        JTokenType.Null => "null",
        JTokenType.String => $"'{Shorten((string)token!)}'",
        _ => Shorten(token.ToString(Formatting.None)),
    };

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
