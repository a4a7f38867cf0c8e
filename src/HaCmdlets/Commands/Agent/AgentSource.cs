using NginxHa.Cmdlets.Errors;
using NginxHa.Installation.Agent;

namespace NginxHa.Cmdlets.Commands.Agent;

/// <summary>The folder that the agent is installed from.</summary>
internal static class AgentSource
{
    /// <summary>Finds the build for this machine.</summary>
    /// <param name="folder">Absolute path of the folder; null for that of the module.</param>
    public static AgentBuild Find(string? folder)
    {
        string source = folder ?? Path.Combine(Path.GetDirectoryName(typeof(AgentSource).Assembly.Location)!, "bin");
        return Directory.Exists(source) ? AgentBuild.Find(source) : throw HaErrors.PathNotFound(source);
    }
}
