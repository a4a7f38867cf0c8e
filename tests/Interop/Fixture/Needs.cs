namespace NginxHa.Tests.Interop.Fixture;

/// <summary>What a test needs from the machine.</summary>
[Flags]
public enum Needs
{
    /// <summary>Root (or CAP_NET_ADMIN and CAP_SYS_ADMIN), the <c>ip</c> command and network namespaces.</summary>
    Namespaces = 0,

    /// <summary>The keepalived daemon.</summary>
    Keepalived = 1,

    /// <summary>nginx.</summary>
    Nginx = 2,

    /// <summary>tcpdump.</summary>
    Tcpdump = 4,

    /// <summary>tshark.</summary>
    Tshark = 8,

    /// <summary>The <c>nft</c> command, for loss.</summary>
    Nftables = 16,

    /// <summary>ansible-playbook.</summary>
    Ansible = 32,
}
