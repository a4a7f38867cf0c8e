namespace NginxHa.Nginx.Control;

/// <summary>What went wrong with nginx.</summary>
public enum NginxFailure
{
    /// <summary>There is no nginx program.</summary>
    NotFound,

    /// <summary>The program may be changed by others than root, and would run as root.</summary>
    Unsafe,

    /// <summary>The program ended with an error, or could not be started.</summary>
    ProgramFailed,

    /// <summary>nginx does not take the configuration.</summary>
    Refused,

    /// <summary>Somebody else changed the file in the meantime.</summary>
    ConcurrentEdit,

    /// <summary>nginx is not running.</summary>
    NotRunning,

    /// <summary>nginx is running already.</summary>
    AlreadyRunning,

    /// <summary>It did not start.</summary>
    StartFailed,

    /// <summary>It did not end.</summary>
    StopFailed,

    /// <summary>No new workers came up.</summary>
    ReloadFailed,

    /// <summary>A file could not be written.</summary>
    WriteFailed,
}
