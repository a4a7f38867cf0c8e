namespace NginxHa.Nginx.Configuration;

/// <summary>An include directive and what it brings in.</summary>
/// <param name="Directive">The directive.</param>
/// <param name="Pattern">Its argument as an absolute path.</param>
/// <param name="Files">The files, in the order in which nginx reads them.</param>
public sealed record ConfigurationInclude(
    ConfigurationDirective Directive,
    string Pattern,
    IReadOnlyList<ConfigurationFile> Files)
{
    /// <summary>Whether it would bring in a file that is not there yet.</summary>
    /// <param name="path">Absolute path.</param>
    public bool Matches(string path) => GlobPattern.IsPathMatch(Pattern, path);
}
