namespace NginxHa.Control;

/// <summary>Where agent and clients meet: the path of a Unix socket, or the name of a pipe on Windows.</summary>
public static class ControlAddress
{
    /// <summary>Environment variable that puts it elsewhere, for clients and for an agent that is told nothing else.</summary>
    public const string Variable = "NGINXHA_SOCKET";

    /// <summary>The socket on Linux.</summary>
    public const string DefaultSocket = "/run/nginxha/control.sock";

    /// <summary>The pipe on Windows (<c>\\.\pipe\nginxha-control</c>).</summary>
    public const string DefaultPipe = "nginxha-control";

    /// <summary>The address in force: what <see cref="Variable"/> says, or the default of the system.</summary>
    public static string Current => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen
        ? chosen
        : OperatingSystem.IsWindows() ? DefaultPipe : DefaultSocket;
}
