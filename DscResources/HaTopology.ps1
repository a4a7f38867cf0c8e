# A whole cluster, declared alike on every node: the document is saved and this node made what it says, by the agent or by keepalived. What is not given stays as the document has it.
[DscResource()]
class HaTopology : HaVrrpResource {
    # Name of the cluster; the virtual routers are named after it.
    [DscProperty(Key)]
    [ValidateNotNullOrEmpty()]
    [string] $Name

    # What runs the virtual routers; the agent when not given.
    [DscProperty()]
    [ValidateSet('Agent', 'Keepalived')]
    [string] $Engine

    # Name of this machine's node; found by machine id, host name or address when not given.
    [DscProperty()]
    [string] $LocalNode

    # keepalived.conf; /etc/keepalived/keepalived.conf when not given.
    [DscProperty()]
    [string] $KeepalivedPath

    # keepalived's process id file; /run/keepalived.pid when not given.
    [DscProperty()]
    [string] $KeepalivedPidPath

    # MasterBackup: one node owns everything. DualMaster: every node prefers some of the virtual IPs.
    [DscProperty()]
    [ValidateSet('MasterBackup', 'DualMaster')]
    [string] $Mode

    # The nodes, best first; a new cluster needs them.
    [DscProperty()]
    [HaNode[]] $Node

    # The virtual IPs; a new cluster needs them.
    [DscProperty()]
    [HaVirtualIp[]] $VirtualIp

    # Virtual router id of the first owner; the others count up from it.
    [DscProperty()]
    [ValidateRange(1, 255)]
    [Nullable[int]] $FirstVirtualRouterId

    # Advertisements go to the addresses of the other nodes instead of the multicast group.
    [DscProperty()]
    [Nullable[bool]] $Unicast

    # nginx on the nodes, with the keys of the document: an empty one lets a node whose nginx is dead give up its virtual IPs.
    [DscProperty()]
    [hashtable] $Nginx

    # The agent itself, with the keys of the document.
    [DscProperty()]
    [hashtable] $Agent

    [HaTopology] Get() {
        return [HaTopology](Invoke-HaResource Get $this -ErrorAction Stop)
    }

    [bool] Test() {
        return Invoke-HaResource Test $this -ErrorAction Stop
    }

    [void] Set() {
        Invoke-HaResource Set $this -ErrorAction Stop
    }

    static [HaTopology[]] Export() {
        return [HaTopology[]]@(Invoke-HaResource Export 'HaTopology' -ErrorAction Stop)
    }
}
