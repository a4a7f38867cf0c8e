namespace NginxHa.Installation.Machine;

/// <summary>What filters packets and how its rules are kept.</summary>
public enum Firewall
{
    /// <summary>None that is known.</summary>
    None,

    /// <summary>firewalld.</summary>
    Firewalld,

    /// <summary>ufw.</summary>
    Ufw,

    /// <summary>nftables, with rules of one's own.</summary>
    Nftables,

    /// <summary>iptables, with rules of one's own.</summary>
    Iptables,
}
