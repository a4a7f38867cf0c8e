using NginxHa.Cmdlets.Errors;
using NginxHa.Topology;
using NginxHa.Topology.Keepalived;

namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>Reads files that declare nodes: keepalived.conf of one node each, or documents of all nodes.</summary>
internal static class NodeReader
{
    /// <summary>The nodes of a file and what reading it found.</summary>
    public static IEnumerable<ComparedNode> Read(string path, string? configurationId, List<Finding> findings)
    {
        if (!File.Exists(path))
        {
            throw HaErrors.PathNotFound(path);
        }

        if (TopologyFile.IsDocument(path))
        {
            HaTopology topology = TopologyFile.Read(path);
            string[] nodes = topology.IsSingleNode ? [topology.Name] : [.. topology.Nodes.Select(node => node.Name)];
            return nodes.Select(node => ComparedNode.FromDeclaration(node, TopologyDerivation.Derive(topology, node)));
        }

        KeepalivedDocument document = KeepalivedDocument.ReadFile(path, new KeepalivedReadOptions { ConfigurationId = configurationId });
        KeepalivedConfiguration configuration = KeepalivedImporter.Import(document);
        string name = configuration.Node.Name is { } id ? $"{id} ({Path.GetFileName(path)})" : Path.GetFileName(path);
        findings.AddRange(configuration.Findings.Select(finding => finding with { Node = name }));
        return [ComparedNode.FromKeepalived(name, document, configuration)];
    }
}
