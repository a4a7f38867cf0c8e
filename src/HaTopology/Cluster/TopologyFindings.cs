using NginxHa.Vrrp.Options;

namespace NginxHa.Topology;

/// <summary>The findings of one validation; each of them once.</summary>
internal sealed class TopologyFindings
{
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> All => _findings;

    public bool HasErrors => _findings.Exists(finding => finding.Severity == FindingSeverity.Error);

    public void Error(string id, string path, string message, string? node = null) => Add(FindingSeverity.Error, id, path, message, node, null);

    public void Warning(string id, string path, string message, string? node = null, string? remedy = null) =>
        Add(FindingSeverity.Warning, id, path, message, node, remedy);

    /// <summary>Problems of options that stand in the document themselves: the place is that of the option.</summary>
    public void Options(string path, string name, IReadOnlyList<OptionProblem> problems)
    {
        foreach (OptionProblem problem in problems)
        {
            Add(FindingSeverity.Error, "InvalidOption", $"{path}.{JsonPath(problem.Field)}", $"{name}: {problem}", null, null);
        }
    }

    /// <summary>Problems of options that were derived; they mostly come from one place for all nodes, and are told once.</summary>
    public void Derived(string path, string node, IReadOnlyList<OptionProblem> problems)
    {
        foreach (OptionProblem problem in problems)
        {
            string message = problem.ToString();
            if (!_findings.Exists(finding => finding.Message == message))
            {
                string field = problem.Field.Split('.', '[')[0];
                string place = field switch
                {
                    nameof(VrrpInstanceOptions.Interface) => path,
                    nameof(VrrpInstanceOptions.VirtualAddresses) => "virtualIps",
                    nameof(VrrpInstanceOptions.Name) => "name",
                    nameof(VrrpInstanceOptions.VirtualRouterId) => "firstVirtualRouterId",
                    nameof(VrrpInstanceOptions.Tracks) => "tracks",
                    nameof(VrrpInstanceOptions.Hooks) => JsonPath(problem.Field),
                    nameof(VrrpInstanceOptions.NetworkNamespace) => $"{path}.networkNamespace",
                    nameof(VrrpInstanceOptions.SourceAddress) or nameof(VrrpInstanceOptions.UnicastPeers) => $"{path}.addresses",
                    nameof(VrrpInstanceOptions.Priority) => $"{path}.priority",
                    _ => "vrrp." + JsonPath(problem.Field),
                };
                Add(FindingSeverity.Error, "InvalidOption", place, message, node, null);
            }
        }
    }

    public void Unique<T>(string path, IReadOnlyList<T> items, Func<T, string> key, string what, bool ignoreCase = false)
    {
        StringComparer comparer = ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        foreach (IGrouping<string, T> group in items.GroupBy(key, comparer).Where(group => group.Count() > 1))
        {
            Error("Duplicate", path, $"The {what} '{group.Key}' is there {group.Count()} times; it has to be unique.");
        }
    }

    /// <summary>Path of an option in a document: its names in camel case.</summary>
    private static string JsonPath(string field) =>
        string.Join('.', field.Split('.').Select(part => part.Length == 0 ? part : char.ToLowerInvariant(part[0]) + part[1..]));

    private void Add(FindingSeverity severity, string id, string path, string message, string? node, string? remedy) =>
        _findings.Add(new Finding(severity, id, message) { Subject = path.Length == 0 ? null : path, Node = node, Remedy = remedy });
}
