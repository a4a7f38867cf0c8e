using NginxHa.Topology;

namespace NginxHa.Agent.CommandLine;

/// <summary>The command line, read.</summary>
internal sealed record AgentArguments
{
    private const string WindowsFolder = "NginxHa";

    /// <summary>Where sockets, lock and state file are when nobody says otherwise.</summary>
    public static string DefaultRuntimeFolder { get; } = OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), WindowsFolder, "run")
        : "/run/nginxha";

    /// <summary>The document when nobody names one.</summary>
    public static string DefaultDocumentPath { get; } = OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), WindowsFolder, "nginxha.json")
        : TopologyDocument.DefaultPath;

    private const string SocketName = "control.sock";

    /// <summary>Set by systemd from RuntimeDirectory=.</summary>
    private const string RuntimeFolderVariable = "RUNTIME_DIRECTORY";

    /// <summary>What to do.</summary>
    public required AgentVerb Verb { get; init; }

    /// <summary>The document, as an absolute path.</summary>
    public string DocumentPath { get; init; } = DefaultDocumentPath;

    /// <summary>Folder of lock, state file and control socket.</summary>
    public string RuntimeFolder { get; init; } = FromEnvironment(Environment.GetEnvironmentVariable(RuntimeFolderVariable));

    /// <summary>Name of the node, or null to find it.</summary>
    public string? NodeName { get; init; }

    /// <summary>Form of the log, or null for what the document says.</summary>
    public AgentLogFormat? LogFormat { get; init; }

    /// <summary>The least that is logged, or null for what the document says.</summary>
    public AgentLogLevel? LogLevel { get; init; }

    /// <summary>Control socket, or null for the standard one in <see cref="RuntimeFolder"/>.</summary>
    public string? ControlAddress { get; init; }

    /// <summary>Where clients and the agent meet: what was said, else what the environment says, else the socket in <see cref="RuntimeFolder"/>.</summary>
    public string ControlSocket => ControlAddress
        ?? (Environment.GetEnvironmentVariable(Control.ControlAddress.Variable) is { Length: > 0 } chosen ? chosen : null)
        ?? (OperatingSystem.IsWindows() ? Control.ControlAddress.DefaultPipe : Path.Combine(RuntimeFolder, SocketName));

    /// <summary>Answer in JSON.</summary>
    public bool AsJson { get; init; }

    /// <summary>systemd may list several folders, parted by colons; the first one is the agent's.</summary>
    internal static string FromEnvironment(string? runtimeDirectories) =>
        runtimeDirectories?.Split(':') is [{ Length: > 1 } first, ..] && Path.IsPathFullyQualified(first) ? first : DefaultRuntimeFolder;
}
