namespace NginxHa.Installation;

/// <summary>Where a program comes from.</summary>
public enum InstallationMethod
{
    /// <summary>From the distribution's packages, or those of nginx.org.</summary>
    Package,

    /// <summary>Built from the source on this machine.</summary>
    Source,
}
