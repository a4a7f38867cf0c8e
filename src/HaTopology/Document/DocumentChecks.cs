using Newtonsoft.Json.Linq;
using NginxHa.Topology.Document.Shapes;

namespace NginxHa.Topology.Document;

/// <summary>Finds the token that a finding of the validation is about, so that it gets a line and a column.</summary>
internal sealed class DocumentChecks(ReadContext context, JObject document)
{
    public void Add(IEnumerable<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            context.Add(finding.Severity, Locate(finding.Subject), finding.Id, finding.Message, finding.Remedy);
        }
    }

    /// <summary>The token of a path, or the nearest one around it that the document has.</summary>
    private JToken Locate(string? path)
    {
        JToken token = document;
        foreach (string part in (path ?? string.Empty).Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            JToken? next = part[0] == '['
                ? (token as JArray)?.ElementAtOrDefault(int.Parse(part.AsSpan(1, part.Length - 2), System.Globalization.CultureInfo.InvariantCulture))
                : (token as JObject)?.Property(part, StringComparison.Ordinal)?.Value;
            if (next is null)
            {
                break;
            }

            token = next;
        }

        return token;
    }
}
