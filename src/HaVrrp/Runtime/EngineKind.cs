namespace NginxHa.Vrrp.Runtime;

/// <summary>Which engine owns an instance.</summary>
public enum EngineKind
{
    /// <summary>The engine in this process; it ends with it.</summary>
    Session,

    /// <summary>The service, which outlives the shell.</summary>
    Agent,
}
