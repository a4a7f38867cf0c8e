namespace NginxHa.Nginx.Control;

/// <summary>The process table of the platform.</summary>
public static class NginxProcessTable
{
    /// <summary>/proc on Linux; elsewhere what .NET tells of processes.</summary>
    public static INginxProcessTable Current { get; } =
        OperatingSystem.IsLinux() ? new ProcNginxProcessTable() : new NamedNginxProcessTable();
}
