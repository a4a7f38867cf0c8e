using NginxHa.Cmdlets.Errors;

namespace NginxHa.Cmdlets.Resources;

/// <summary>The logic of every resource class, by the name of the class.</summary>
internal static class ResourceCatalogue
{
    private static readonly Dictionary<string, DesiredResource> Resources = new(StringComparer.OrdinalIgnoreCase)
    {
        ["HaAgent"] = new HaAgentResource(),
        ["HaTopology"] = new HaTopologyResource(),
        ["KeepalivedConfiguration"] = new KeepalivedConfigurationResource(),
        ["NginxKeepalivedInstall"] = new NginxKeepalivedInstallResource(),
        ["NginxUpstream"] = new NginxUpstreamResource(),
        ["VirtualIp"] = new VirtualIpResource(),
        ["VrrpInstance"] = new VrrpInstanceResource(),
    };

    /// <summary>The logic of a class.</summary>
    /// <param name="name">Name of the class.</param>
    public static DesiredResource Find(string name) => Resources.TryGetValue(name, out DesiredResource? found)
        ? found
        : throw HaErrors.InvalidValue("Resource", name, string.Join(", ", Resources.Keys));
}
