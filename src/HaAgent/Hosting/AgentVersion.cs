using System.Reflection;

namespace NginxHa.Agent.Hosting;

/// <summary>The version of this program.</summary>
internal static class AgentVersion
{
    /// <summary>Such as 0.1.0; what a build appends after a plus sign is left out.</summary>
    public static string Text { get; } =
        (typeof(AgentVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];
}
