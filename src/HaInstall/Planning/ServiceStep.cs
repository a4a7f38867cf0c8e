using NginxHa.Platform;

namespace NginxHa.Installation.Planning;

/// <summary>Starts, restarts, reloads or stops a service, and makes sure that it came to that: not every init script tells of a failure.</summary>
/// <param name="Description">What it does.</param>
/// <param name="Service">Name of the service.</param>
/// <param name="Command">The command.</param>
public sealed record ServiceStep(string Description, string Service, SystemCommand Command) : InstallationStep(Description)
{
    /// <summary>Whether the service runs afterwards.</summary>
    public bool Runs { get; init; } = true;

    /// <summary>Asks whether it runs, by exit code 0; null where its process has to be looked for.</summary>
    public SystemCommand? Question { get; init; }

    /// <summary>Where its process id may be.</summary>
    public IReadOnlyList<string> PidPaths { get; init; } = [];
}
