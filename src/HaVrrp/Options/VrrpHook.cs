namespace NginxHa.Vrrp.Options;

/// <summary>
/// An external program that is run on a change. As in keepalived, a program for one occasion (<c>notify_master</c> and the like) is run
/// with its own arguments only; the one for every change (<see cref="VrrpHooks.Any"/>) gets four more:
/// <c>INSTANCE|GROUP</c>, the name, <c>MASTER|BACKUP|FAULT|STOP</c>, and the priority (0 for a group).
/// </summary>
public sealed record VrrpHook
{
    /// <summary>Absolute path of the program. Refused when others than root can change it and the engine runs as root.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments: a list, never a shell string.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>User to run as; null means the engine's own.</summary>
    public string? User { get; init; }

    /// <summary>Longest run time before it is ended.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
