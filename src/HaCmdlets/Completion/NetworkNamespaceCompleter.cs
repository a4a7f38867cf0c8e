using System.Collections;

namespace NginxHa.Cmdlets.Completion;

/// <summary>Completes the names of this machine's network namespaces (those that <c>ip netns</c> lists).</summary>
public sealed class NetworkNamespaceCompleter : NameCompleter
{
    private const string Directory = "/run/netns";

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Description)> GetNames(IDictionary boundParameters) =>
        System.IO.Directory.Exists(Directory)
            ? System.IO.Directory.EnumerateFiles(Directory).Select(path => (Path.GetFileName(path), path))
            : [];
}
