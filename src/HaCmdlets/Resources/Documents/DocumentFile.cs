using NginxHa.Cmdlets.Commands.Topology;
using NginxHa.Cmdlets.Errors;
using NginxHa.Platform;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Resources.Documents;

/// <summary>The document of a node, as resources read and write it.</summary>
internal static class DocumentFile
{
    /// <summary>The document; null when there is none.</summary>
    public static HaTopology? Read(string path) => File.Exists(path) ? TopologyFile.Read(path) : null;

    /// <summary>Writes a document with its folder; nothing is touched when it says so already.</summary>
    /// <returns>Whether anything was written.</returns>
    public static bool Write(string path, HaTopology topology)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, FileModes.Program);
            }
        }

        return ReplacedFile.Write(path, TopologyDocument.Write(topology));
    }

    /// <summary>The topology of a document that was put together.</summary>
    /// <param name="read">What reading it gave.</param>
    /// <param name="what">What it was put together from.</param>
    public static HaTopology Require(TopologyReadResult read, string what) =>
        read.Topology ?? throw HaErrors.InvalidTopology(what, read.Findings.Where(finding => finding.Severity == FindingSeverity.Error));
}
