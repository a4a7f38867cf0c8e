namespace NginxHa.Vrrp.Options;

/// <summary>
/// An external program that is run on a change, with keepalived's arguments appended:
/// <c>INSTANCE|GROUP name MASTER|BACKUP|FAULT|STOP|... priority</c>.
/// </summary>
public sealed record VrrpHook
{
    /// <summary>Absolute path of the program. Refused when others than root can change it and the engine runs as root.</summary>
    public required string Program { get; init; }

    /// <summary>Arguments before the appended ones.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>User to run as; null means the engine's own.</summary>
    public string? User { get; init; }

    /// <summary>Longest run time before it is ended.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
