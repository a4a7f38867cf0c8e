namespace NginxHa.Topology;

/// <summary>How the nodes share the virtual IPs.</summary>
public enum TopologyMode
{
    /// <summary>One node owns everything; the others stand by, in the order of the list.</summary>
    MasterBackup,

    /// <summary>Every node prefers some of the virtual IPs and stands by for those of the others.</summary>
    DualMaster,
}
