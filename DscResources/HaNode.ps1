# One node of a cluster. A machine finds itself by machine id, host name or address.
class HaNode {
    # Name, unique; also taken for a host name.
    [string] $Name

    # Other host names of the machine, with or without domain.
    [string[]] $HostNames

    # Machine id (/etc/machine-id).
    [string] $MachineId

    # Own addresses; with unicast the first of each family is what the peers send to.
    [string[]] $Addresses

    # Interface of the virtual routers on this node; the cluster's without a value.
    [string] $Interface

    # Priority in a MasterBackup cluster; one that follows from the order of the nodes without a value.
    [Nullable[int]] $Priority

    # Network namespace of the virtual routers.
    [string] $NetworkNamespace

    # Tracks of this node beside the cluster's.
    [HaTrack[]] $Tracks
}

# A virtual IP of a cluster and who should have it.
class HaVirtualIp {
    # Address with prefix length, such as 192.0.2.10/24.
    [string] $Address

    # Name of the preferred owner; the first node, in a DualMaster cluster the nodes in turn, without a value.
    [string] $Owner

    # Virtual router id; one that follows from the owner without a value.
    [Nullable[int]] $VirtualRouterId

    # Interface that gets the address; the virtual router's own without a value.
    [string] $Interface

    # IPv4 label, such as eth0:1.
    [string] $Label

    # Scope of the address.
    [string] $Scope

    # Owned by the master but not listed in the advertisement.
    [Nullable[bool]] $IsExcluded
}
