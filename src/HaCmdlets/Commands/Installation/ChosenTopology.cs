using NginxHa.Cmdlets.Errors;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Commands.Installation;

/// <summary>A topology as a user gives it, and the part of it that is this machine's.</summary>
internal static class ChosenTopology
{
    private const string Master = "Master";
    private const string Backup = "Backup";

    /// <summary>The topology that an object is, or that a path leads to.</summary>
    public static HaTopology Read(object given, Func<string, string> resolve)
    {
        if (given is HaTopology topology)
        {
            return Valid(topology, topology.Name);
        }

        string path = resolve(given is FileInfo file ? file.FullName : given as string
            ?? throw HaErrors.InvalidValue("Topology", given, "what New-HaTopology and Get-HaTopology give, or the path of a document"));
        if (!File.Exists(path))
        {
            throw HaErrors.PathNotFound(path);
        }

        TopologyReadResult read = TopologyDocument.ReadFile(path);
        return read.Topology is { } found
            ? Valid(found, path)
            : throw HaErrors.UnusableTopology($"'{path}' is no topology: {Join(read.Findings)}", path);
    }

    /// <summary>What a role has to run: a node's name, Master for the preferred owner, Backup for the other node of a pair; null for this machine.</summary>
    public static NodeDeclaration Derive(HaTopology topology, string? role)
    {
        if (topology.IsSingleNode)
        {
            return TopologyDerivation.Derive(topology, role ?? topology.Name);
        }

        if (role is null)
        {
            TopologyNode local = TopologyNodeFinder.Find(topology, LocalIdentity.Read(), out string? problem)
                ?? throw HaErrors.RoleNotFound(null, $"{problem} Say which node this machine is with -Role.");
            return TopologyDerivation.Derive(topology, local.Name);
        }

        string nodes = string.Join(", ", topology.Nodes.Select(node => node.Name));
        if (topology.Nodes.FirstOrDefault(node => string.Equals(node.Name, role, StringComparison.OrdinalIgnoreCase)) is { } named)
        {
            return TopologyDerivation.Derive(topology, named.Name);
        }

        bool master = string.Equals(role, Master, StringComparison.OrdinalIgnoreCase);
        if (!master && !string.Equals(role, Backup, StringComparison.OrdinalIgnoreCase))
        {
            throw HaErrors.RoleNotFound(role, $"allowed are the nodes {nodes}, and {Master} and {Backup} where there is one owner.");
        }

        string[] owners = [.. TopologyDerivation.Assign(topology).Select(assignment => assignment.Owner).Distinct()];
        if (owners.Length != 1 || (!master && topology.Nodes.Count != 2))
        {
            throw HaErrors.RoleNotFound(role, $"but in '{topology.Name}' several nodes can be meant; name one of {nodes}.");
        }

        return TopologyDerivation.Derive(topology, master ? owners[0] : topology.Nodes.First(node => node.Name != owners[0]).Name);
    }

    private static HaTopology Valid(HaTopology topology, string name)
    {
        Finding[] errors = [.. TopologyValidator.Validate(topology).Where(finding => finding.Severity == FindingSeverity.Error)];
        return errors.Length == 0 ? topology : throw HaErrors.UnusableTopology($"'{name}' has errors: {Join(errors)}", topology);
    }

    private static string Join(IEnumerable<Finding> findings) => string.Join(" ", findings.Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.ToString()));
}
