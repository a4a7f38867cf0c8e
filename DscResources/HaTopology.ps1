# A whole cluster, declared alike on every node: the document is saved and this node made what it says, by the agent or by keepalived. What is not given stays as the document has it.
[DscResource()]
class HaTopology : HaResource {
    # Name of the cluster; the virtual routers are named after it.
    [DscProperty(Key)]
    [ValidateNotNullOrEmpty()]
    [string] $Name

    # The document; /etc/nginxha/nginxha.json when not given.
    [DscProperty()]
    [string] $Path

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

    # Interface of the virtual routers, for nodes that name none.
    [DscProperty()]
    [string] $Interface

    # Virtual router id of the first owner; the others count up from it.
    [DscProperty()]
    [ValidateRange(1, 255)]
    [Nullable[int]] $FirstVirtualRouterId

    # Protocol version for IPv4; IPv6 always has 3.
    [DscProperty()]
    [ValidateSet(2, 3)]
    [Nullable[int]] $Version

    # Seconds: whole ones from 1 to 255 with version 2, 0.01 to 40.95 with version 3.
    [DscProperty()]
    [Nullable[double]] $AdvertisementInterval

    # The preferred owner takes its addresses back when it returns.
    [DscProperty()]
    [Nullable[bool]] $Preempt

    # Seconds that it waits first.
    [DscProperty()]
    [Nullable[double]] $PreemptDelay

    # Seconds to wait after the start of the engine.
    [DscProperty()]
    [Nullable[double]] $StartupDelay

    # Advertisements that may be missed before the master counts as down.
    [DscProperty()]
    [Nullable[int]] $DownTimerAdverts

    # How advertisements are authenticated.
    [DscProperty()]
    [ValidateSet('None', 'Password', 'AuthenticationHeader', 'Hmac')]
    [string] $Authentication

    # Shared secret of Password and AuthenticationHeader.
    [DscProperty()]
    [securestring] $Secret

    # File that holds the secret instead: readable by root alone.
    [DscProperty()]
    [string] $SecretFile

    # Credential of the agent's service that holds the secret instead (systemd LoadCredential).
    [DscProperty()]
    [string] $SecretCredential

    # Keys of Hmac by their number: secure strings, or texts.
    [DscProperty()]
    [hashtable] $HmacKey

    # Number of the key that signs.
    [DscProperty()]
    [Nullable[int]] $ActiveHmacKeyId

    # What to do while only a part of the nodes signs.
    [DscProperty()]
    [ValidateSet('Enforce', 'Permissive', 'ReceiveOnly')]
    [string] $HmacMode

    # Advertisements go to the addresses of the other nodes instead of the multicast group.
    [DscProperty()]
    [Nullable[bool]] $Unicast

    # TTL or hop limit of what is sent by unicast.
    [DscProperty()]
    [Nullable[int]] $UnicastTimeToLive

    # Version 3 over IPv4: the checksum covers the pseudo-header, as keepalived has it.
    [DscProperty()]
    [Nullable[bool]] $ChecksumWithPseudoHeader

    # Use the virtual MAC address of the protocol.
    [DscProperty()]
    [Nullable[bool]] $VirtualMac

    # Routes that move with every virtual router of their address family, in the notation of VrrpInstance.
    [DscProperty()]
    [string[]] $VirtualRoute

    # Policy rules that move with every virtual router of their address family, in the notation of VrrpInstance.
    [DscProperty()]
    [string[]] $VirtualRule

    # Announcements of the virtual addresses, with the keys of the document.
    [DscProperty()]
    [hashtable] $GratuitousArp

    # Tracks of every virtual router on every node.
    [DscProperty()]
    [HaTrack[]] $Track

    # Programs that every virtual router runs on changes, by occasion.
    [DscProperty()]
    [hashtable] $Hook

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
