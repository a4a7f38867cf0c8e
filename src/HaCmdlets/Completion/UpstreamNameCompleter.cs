using System.Collections;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Completion;

/// <summary>Completes names of upstreams from the configuration that -Path names, or the usual one.</summary>
public sealed class UpstreamNameCompleter : NameCompleter
{
    internal const string UsualPath = "/etc/nginx/nginx.conf";

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Description)> GetNames(IDictionary boundParameters) =>
        Read(boundParameters).Select(upstream => (upstream.Name, $"{upstream.Protocol} upstream with {upstream.Servers.Count} servers"));

    internal static IReadOnlyList<Upstream> Read(IDictionary boundParameters)
    {
        ArgumentNullException.ThrowIfNull(boundParameters);
        string path = boundParameters["Path"]?.ToString() ?? UsualPath;
        try
        {
            return UpstreamReader.Read(ConfigurationSet.Load(path, ParseMode.Tolerant));
        }
        catch (Exception e) when (e is ConfigurationException or ArgumentException or IOException)
        {
            return [];
        }
    }
}
