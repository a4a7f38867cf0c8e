namespace NginxHa.Vrrp.Election;

/// <summary>States of a virtual router (RFC 9568 section 6.4), and Fault, which the RFC does not have and every implementation needs.</summary>
public enum VrrpState : byte
{
    /// <summary>Not running.</summary>
    Initialize,

    /// <summary>Watching that the master lives.</summary>
    Backup,

    /// <summary>Owning the virtual addresses.</summary>
    Master,

    /// <summary>Unable to be master: link down, a track of weight 0 failed, no source address, or an instance of the group in fault.</summary>
    Fault,
}
