namespace NginxHa.Installation;

/// <summary>What is installed.</summary>
[Flags]
public enum Component
{
    /// <summary>nginx.</summary>
    Nginx = 1,

    /// <summary>keepalived.</summary>
    Keepalived = 2,

    /// <summary>Both of them.</summary>
    Both = Nginx | Keepalived,
}
