using NginxHa.Platform;

namespace NginxHa.Installation.Agent;

/// <summary>The command lines that manage the agent on Windows, and what they answer in every language.</summary>
internal static class WindowsService
{
    private const string Manager = "sc.exe";
    private const string DisplayName = "NginxHa agent";
    private const string Description = "Virtual routers (VRRP) that keep nginx reachable";

    /// <summary>Where the service manager keeps a service; sc.exe would tell it in the words of the system's language.</summary>
    public static SystemCommand AskConfiguration { get; } = new("reg.exe", "query", $@"HKLM\SYSTEM\CurrentControlSet\Services\{AgentPaths.Service}");

    public static SystemCommand AskState { get; } = new(Manager, "query", AgentPaths.Service);

    public static SystemCommand Start { get; } = new(Manager, "start", AgentPaths.Service);

    public static SystemCommand Stop { get; } = new(Manager, "stop", AgentPaths.Service);

    public static SystemCommand Delete { get; } = new(Manager, "delete", AgentPaths.Service);

    /// <summary>Registers the service, or changes where its program is.</summary>
    public static IReadOnlyList<SystemCommand> Register(string program, string documentPath, bool isNew) =>
    [
        new(Manager, isNew ? "create" : "config", AgentPaths.Service, "binPath=", $"\"{program}\" run --document \"{documentPath}\"", "start=", "auto", "DisplayName=", DisplayName),
        new(Manager, "description", AgentPaths.Service, Description),
        // Started again a second after it failed, however often.
        new(Manager, "failure", AgentPaths.Service, "reset=", "60", "actions=", "restart/1000/restart/1000/restart/1000"),
    ];

    /// <summary>The program in the answer to <see cref="AskConfiguration"/>; null when the service is not there.</summary>
    public static string? ReadProgram(IReadOnlyList<string> answer) =>
        Value(answer, "ImagePath")?.Split('"') is [_, { Length: > 0 } program, ..] ? program : null;

    /// <summary>Whether the service starts at boot (SERVICE_AUTO_START), by the answer to <see cref="AskConfiguration"/>.</summary>
    public static bool IsAutomatic(IReadOnlyList<string> answer) => Value(answer, "Start") == "0x2";

    /// <summary>Whether the service runs, by the answer to <see cref="AskState"/>; its constants are not translated.</summary>
    public static bool IsRunning(IReadOnlyList<string> answer) => answer.Any(static line => line.TrimEnd().EndsWith(" RUNNING", StringComparison.Ordinal));

    /// <summary>A value of the registry: its name, its type, and the rest of the line.</summary>
    private static string? Value(IReadOnlyList<string> answer, string name) => answer
        .Select(static line => line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .FirstOrDefault(parts => parts.Length == 3 && parts[0] == name)?[2];
}
