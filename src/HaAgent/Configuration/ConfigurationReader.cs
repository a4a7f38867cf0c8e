using System.Text;
using NginxHa.Topology;
using NginxHa.Vrrp.Runtime.Background;

namespace NginxHa.Agent.Configuration;

/// <summary>Reads a document and everything about it that could make the agent refuse it.</summary>
/// <param name="credentialsFolder">Where systemd has put the service's credentials; null when it gave none.</param>
/// <param name="isRunning">Whether the agent is about to run, rather than to check a document.</param>
/// <param name="identity">What this machine knows about itself; asked only when the document has nodes and none is named.</param>
internal sealed class ConfigurationReader(Func<LocalIdentity> identity, string? credentialsFolder, bool isRunning)
{
    /// <summary>Reads a document.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="nodeName">Name of this node, or null to find it.</param>
    public ConfigurationResult Read(string path, string? nodeName)
    {
        if (!File.Exists(path))
        {
            return ConfigurationResult.Refused(path, "DocumentMissing", $"'{path}' does not exist.");
        }

        if (ProgramTrust.FindForeignWriter(path) is { } hand)
        {
            return ConfigurationResult.Refused(
                path, "DocumentNotTrusted", $"{hand}; the agent runs as root what its document says, so nobody else may change it.", "chown root and chmod go-w the file and the folders above it.");
        }

        string text;
        byte[] bytes;
        try
        {
            bytes = TopologyDocument.ReadBytes(path);
            text = Encoding.UTF8.GetString(bytes.AsSpan(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ConfigurationResult.Refused(path, "DocumentNotReadable", exception.Message);
        }

        AgentConfiguration? configuration = null;
        TopologyReadResult read = TopologyDocument.Parse(text, path, topology => FindProblems(
            topology, nodeName, bytes, out configuration));
        return new ConfigurationResult(read.IsValid ? configuration : null, read.Findings);
    }

    private IEnumerable<Finding> FindProblems(HaTopology topology, string? nodeName, byte[] bytes, out AgentConfiguration? configuration)
    {
        TopologyNode? self = null;
        if (!topology.IsSingleNode)
        {
            self = FindNode(topology, nodeName, out string? problem);
            if (self is null)
            {
                configuration = null;
                return [new Finding(FindingSeverity.Error, "NodeNotFound", problem!) { Subject = "nodes" }];
            }
        }

        var secrets = new SecretLookup(credentialsFolder, isRunning);
        HaTopology resolved = secrets.Resolve(topology);
        NodeDeclaration node = TopologyDerivation.Derive(resolved, self?.Name ?? nodeName ?? Environment.MachineName);
        if (self is not null && topology.Vrrp.Authentication.SecretsWithheld)
        {
            secrets.Check(node, "vrrp.authentication");
        }

        configuration = new AgentConfiguration(resolved, node, bytes);
        return [.. ProgramChecks.FindProblems(topology, self), .. secrets.Findings];
    }

    private TopologyNode? FindNode(HaTopology topology, string? nodeName, out string? problem)
    {
        if (nodeName is null)
        {
            return TopologyNodeFinder.Find(topology, identity(), out problem);
        }

        TopologyNode? node = topology.Nodes.FirstOrDefault(candidate => candidate.Name == nodeName);
        problem = node is null ? $"'{nodeName}' is not a node of '{topology.Name}'; it has {string.Join(", ", topology.Nodes.Select(candidate => candidate.Name))}." : null;
        return node;
    }
}
