namespace NginxHa.Nginx.Health;

/// <summary>Why a monitor was refused.</summary>
public enum UpstreamMonitorFailure
{
    /// <summary>Options that cannot work.</summary>
    InvalidOptions,

    /// <summary>The configuration is not there.</summary>
    ConfigurationNotFound,

    /// <summary>The configuration cannot be read.</summary>
    ConfigurationInvalid,

    /// <summary>There is no nginx, or it is not safe to run, or does not answer.</summary>
    NginxFailed,

    /// <summary>The configuration has no such upstream.</summary>
    UpstreamNotFound,

    /// <summary>A monitor of that name runs already.</summary>
    NameInUse,

    /// <summary>Another monitor marks servers of the same upstream.</summary>
    Conflict,

    /// <summary>There is no monitor of that name.</summary>
    NotFound,
}
