namespace NginxHa.Vrrp.Options;

/// <summary>Runs a program; exit code 0 is success (keepalived <c>vrrp_script</c>).</summary>
public sealed record ScriptTrackOptions : PeriodicTrackOptions
{
    /// <summary>Absolute path of the program. Refused when others than root can change it and the engine runs as root.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments: a list, never a shell string.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>User to run as; null means the engine's own.</summary>
    public string? User { get; init; }
}
