using NginxHa.Nginx.Control;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>An nginx as it is at one moment.</summary>
public sealed class NginxServerStatus
{
    /// <summary>Whether it runs.</summary>
    public required bool Running { get; init; }

    /// <summary>Version.</summary>
    public required string Version { get; init; }

    /// <summary>The program.</summary>
    public required string Program { get; init; }

    /// <summary>Process id of the master; null when it does not run.</summary>
    public int? MasterId { get; init; }

    /// <summary>Workers, those that are shutting down included.</summary>
    public required NginxProcess[] Workers { get; init; }

    /// <summary>Main configuration file.</summary>
    public required string ConfigurationPath { get; init; }

    /// <summary>Directory for relative paths.</summary>
    public required string Prefix { get; init; }

    /// <summary>File with the id of the master.</summary>
    public required string PidPath { get; init; }

    /// <summary>Error log; null when it is no file.</summary>
    public string? ErrorLogPath { get; init; }

    /// <summary>Modules beyond the standard ones.</summary>
    public required NginxModule[] Modules { get; init; }

    /// <summary>TLS library.</summary>
    public string? Tls { get; init; }

    /// <summary>Arguments that it was configured with.</summary>
    public required string[] BuildOptions { get; init; }

    /// <summary>Figures of stub_status; null when it does not run or has no such page.</summary>
    public StubStatus? Status { get; init; }

    internal static NginxServerStatus Of(NginxServer server, StubStatus? status)
    {
        NginxPaths paths = server.Paths;
        NginxProcessGroup? group = server.FindProcesses();
        return new NginxServerStatus
        {
            Running = group is not null,
            Version = server.Build.Version,
            Program = server.Program.Path,
            MasterId = group?.Master.Id,
            Workers = [.. group?.Children.Where(child => child.Role is NginxProcessRole.Worker or NginxProcessRole.WorkerShuttingDown) ?? []],
            ConfigurationPath = paths.Configuration,
            Prefix = paths.Prefix,
            PidPath = paths.Pid,
            ErrorLogPath = paths.ErrorLog,
            Modules = [.. server.Build.Modules],
            Tls = server.Build.Tls,
            BuildOptions = [.. server.Build.Options],
            Status = status,
        };
    }
}
