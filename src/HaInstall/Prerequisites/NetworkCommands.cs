using NginxHa.Platform;

namespace NginxHa.Installation.Prerequisites;

/// <summary>Commands in network namespaces.</summary>
public static class NetworkCommands
{
    /// <summary>A command as it runs in a namespace.</summary>
    /// <param name="networkNamespace">The namespace; null for that of the process.</param>
    /// <param name="command">The command.</param>
    public static SystemCommand In(string? networkNamespace, SystemCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return networkNamespace is null ? command : command with { Program = "ip", Arguments = ["netns", "exec", networkNamespace, command.Program, .. command.Arguments] };
    }
}
