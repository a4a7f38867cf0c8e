using NginxHa.Nginx.Configuration;

namespace NginxHa.Nginx.Control;

/// <summary>Where a certain nginx has its files.</summary>
/// <param name="Configuration">Main configuration file.</param>
/// <param name="Prefix">Directory for relative paths.</param>
/// <param name="Pid">File with the id of the master.</param>
/// <param name="ErrorLog">Error log; null when it is no file.</param>
public sealed record NginxPaths(string Configuration, string Prefix, string Pid, string? ErrorLog)
{
    /// <summary>What the configuration says, and where it says nothing, what nginx was built with.</summary>
    /// <param name="build">The build.</param>
    /// <param name="configurationPath">Main file; null for that of the build.</param>
    /// <param name="prefix">Prefix; null for that of the build.</param>
    public static NginxPaths Of(NginxBuild build, string? configurationPath, string? prefix)
    {
        ArgumentNullException.ThrowIfNull(build);
        string directory = Path.GetFullPath(prefix ?? build.Prefix);
        string configuration = Path.GetFullPath(configurationPath ?? (prefix is null ? build.ConfigurationPath : Relocated(build, prefix)), directory);
        string pid = build.PidPath;
        string? log = build.ErrorLogPath;
        foreach (ConfigurationDirective directive in MainDirectives(configuration))
        {
            if (directive.Is("pid"u8) && directive.Arguments.Count == 1)
            {
                pid = directive.Arguments[0].Value;
            }
            else if (directive.Is("error_log"u8) && directive.Arguments.Count > 0)
            {
                log = directive.Arguments[0].Value;
            }
        }

        bool file = log is not ("stderr" or "off") && !log.StartsWith("syslog:", StringComparison.Ordinal) && !log.StartsWith("memory:", StringComparison.Ordinal);
        return new NginxPaths(configuration, directory, Path.GetFullPath(pid, directory), file ? Path.GetFullPath(log, directory) : null);
    }

    // With -p, a conf-path that lies under the built-in prefix moves along; an absolute one elsewhere does not.
    private static string Relocated(NginxBuild build, string prefix) =>
        Path.GetRelativePath(build.Prefix, build.ConfigurationPath) is var relative && !relative.StartsWith("..", StringComparison.Ordinal)
            ? Path.Combine(prefix, relative)
            : build.ConfigurationPath;

    private static IEnumerable<ConfigurationDirective> MainDirectives(string path)
    {
        ConfigurationSet set;
        try
        {
            set = ConfigurationSet.Load(path, ParseMode.Tolerant);
        }
        catch (ConfigurationException)
        {
            return [];
        }

        // Only files that the main level includes can say more at the main level.
        return set.Files.Count == 1
            ? set.Main.Directives
            : set.Walk().Where(placed => placed.Block is null).Select(placed => placed.Directive);
    }
}
