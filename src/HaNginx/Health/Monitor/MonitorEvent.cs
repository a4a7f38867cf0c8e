namespace NginxHa.Nginx.Health;

/// <summary>What kind of thing happened to a monitor.</summary>
public enum MonitorEventKind
{
    /// <summary>A server became healthy.</summary>
    Healthy,

    /// <summary>A server became unhealthy.</summary>
    Unhealthy,

    /// <summary>Servers were marked down and nginx reloaded.</summary>
    TakenOut,

    /// <summary>Servers are in use again and nginx reloaded.</summary>
    BroughtBack,

    /// <summary>The configuration could not be read or changed; it is tried again.</summary>
    Failed,
}

/// <summary>Something that happened to a monitor.</summary>
/// <param name="Time">When.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Servers">The servers it is about.</param>
/// <param name="Message">In words.</param>
public sealed record MonitorEvent(DateTimeOffset Time, MonitorEventKind Kind, IReadOnlyList<ServerKey> Servers, string Message);
