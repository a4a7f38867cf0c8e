namespace NginxHa.Installation;

/// <summary>Why an installation did not come about.</summary>
public enum InstallationFailure
{
    /// <summary>A command ended with a code that says it failed.</summary>
    CommandFailed,

    /// <summary>The system cannot do it: the distribution, the package manager, the operating system.</summary>
    NotSupported,

    /// <summary>A download or an archive is not what it should be.</summary>
    NotVerified,

    /// <summary>Something that is needed is not there.</summary>
    NotFound,

    /// <summary>A file could not be read or written.</summary>
    FileSystem,

    /// <summary>A configuration was refused by the program that it is for.</summary>
    ConfigurationRefused,

    /// <summary>A service does not run although it was started, or runs although it was stopped.</summary>
    ServiceFailed,
}
