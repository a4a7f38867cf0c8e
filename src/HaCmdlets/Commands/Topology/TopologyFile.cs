using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Configuration;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>Documents on disk, as cmdlets read and write them.</summary>
internal static class TopologyFile
{
    /// <summary>Reads a document, or says everything that is wrong with it.</summary>
    public static HaTopology Read(string path)
    {
        if (!File.Exists(path))
        {
            throw HaErrors.PathNotFound(path);
        }

        TopologyReadResult result = TopologyDocument.ReadFile(path);
        return result.Topology ?? throw HaErrors.InvalidTopology($"'{path}'", result.Findings.Where(finding => finding.Severity == FindingSeverity.Error));
    }

    /// <summary>Whether a file is a document rather than a keepalived.conf: JSON begins with a brace or a comment.</summary>
    public static bool IsDocument(string path)
    {
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        using StreamReader reader = File.OpenText(path);
        int first = reader.Read();
        while (first >= 0 && char.IsWhiteSpace((char)first))
        {
            first = reader.Read();
        }

        return first == '{';
    }

    /// <summary>What writing a text would change, as a unified diff; empty for nothing.</summary>
    public static string Difference(string path, string text) =>
        UnifiedDiff.Create(File.Exists(path) ? File.ReadAllBytes(path) : [], System.Text.Encoding.UTF8.GetBytes(text), path);
}
