namespace NginxHa.Installation.Machine;

/// <summary>What SELinux does.</summary>
public enum SelinuxMode
{
    /// <summary>There is none.</summary>
    Absent,

    /// <summary>It reports and allows.</summary>
    Permissive,

    /// <summary>It forbids.</summary>
    Enforcing,
}
