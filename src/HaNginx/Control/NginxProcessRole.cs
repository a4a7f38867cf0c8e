namespace NginxHa.Nginx.Control;

/// <summary>What a process of nginx does.</summary>
public enum NginxProcessRole
{
    /// <summary>Reads the configuration and keeps the workers.</summary>
    Master,

    /// <summary>Serves requests.</summary>
    Worker,

    /// <summary>Finishes the requests it has and takes no new ones.</summary>
    WorkerShuttingDown,

    /// <summary>Looks after a cache.</summary>
    Cache,
}
