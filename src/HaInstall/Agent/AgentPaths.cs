using NginxHa.Topology;

namespace NginxHa.Installation.Agent;

/// <summary>Where the agent is on a machine.</summary>
public static class AgentPaths
{
    /// <summary>Name of the service, and of the program.</summary>
    public const string Service = "nginxha-agent";

    /// <summary>Folder of the program on Linux. Each build is in a folder of its own below it.</summary>
    public const string Folder = "/usr/local/libexec/nginxha";

    /// <summary>Folder of the program on Windows.</summary>
    public const string WindowsFolder = @"C:\Program Files\NginxHa";

    /// <summary>Symbolic link to the build in use.</summary>
    public const string CurrentLink = Folder + "/current";

    /// <summary>Symbolic link to the build that was in use before.</summary>
    public const string PreviousLink = Folder + "/previous";

    /// <summary>Folder of socket, lock and state file.</summary>
    public const string RuntimeFolder = "/run/nginxha";

    /// <summary>File with the process id of the agent that runs.</summary>
    public const string ProcessFile = RuntimeFolder + "/agent.pid";

    /// <summary>Folder of the document on Linux.</summary>
    public const string ConfigurationFolder = "/etc/nginxha";

    /// <summary>Folder of the document on Windows.</summary>
    public const string WindowsConfigurationFolder = @"C:\ProgramData\NginxHa";

    /// <summary>The document, unless told otherwise.</summary>
    public static string DefaultDocument { get; } =
        OperatingSystem.IsWindows() ? $@"{WindowsConfigurationFolder}\nginxha.json" : TopologyDocument.DefaultPath;
}
