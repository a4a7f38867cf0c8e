# A virtual router of this node in the agent's document: it outlives the shell and a reboot. What is not given stays as the document has it.
[DscResource()]
class VrrpInstance : HaVrrpResource {
    # Name, unique on the node.
    [DscProperty(Key)]
    [ValidateNotNullOrEmpty()]
    [string] $Name

    # The same on every node, unique on the segment for each address family; a new one needs it.
    [DscProperty()]
    [ValidateRange(1, 255)]
    [Nullable[int]] $VirtualRouterId

    # Virtual addresses: 'ADDRESS/LENGTH [dev INTERFACE] [label LABEL] [scope SCOPE]'; a new one needs them.
    [DscProperty()]
    [string[]] $VirtualIp

    # Virtual addresses that the master has but does not list in its advertisements.
    [DscProperty()]
    [string[]] $ExcludedVirtualIp

    # The highest wins; 255 owns the addresses.
    [DscProperty()]
    [ValidateRange(1, 255)]
    [Nullable[int]] $Priority

    # Family of the advertisements, IPv4 or IPv6; that of the first virtual address without a value.
    [DscProperty()]
    [string] $Family

    # The state wished for at start; the election decides.
    [DscProperty()]
    [ValidateSet('Backup', 'Master')]
    [string] $InitialState

    # Source of advertisements; the interface's primary address without a value.
    [DscProperty()]
    [string] $SourceAddress

    # Fault while the source address is not on the interface.
    [DscProperty()]
    [Nullable[bool]] $TrackSourceAddress

    # Peers that are sent to instead of the multicast group: 'ADDRESS [min_ttl N] [max_ttl N]'.
    [DscProperty()]
    [string[]] $UnicastPeer

    # Refuse advertisements whose address list is not ours.
    [DscProperty()]
    [Nullable[bool]] $StrictAddressList

    # The master accepts packets to the virtual addresses; nginx needs that.
    [DscProperty()]
    [Nullable[bool]] $AcceptMode

    # Name of the interface with the virtual MAC address.
    [DscProperty()]
    [string] $VirtualMacInterface

    # Send advertisements from the parent interface's MAC address.
    [DscProperty()]
    [Nullable[bool]] $VirtualMacTransmitFromParent

    # No fault when the own interface is down.
    [DscProperty()]
    [Nullable[bool]] $IgnoreInterfaceState

    # As master, do not answer an advertisement of lower priority.
    [DscProperty()]
    [Nullable[bool]] $LowerPriorityNoAdvert

    # As master, send one more advertisement before giving way.
    [DscProperty()]
    [Nullable[bool]] $HigherPrioritySendAdvert

    # Network namespace to run in; the process's own without a value.
    [DscProperty()]
    [string] $NetworkNamespace

    [VrrpInstance] Get() {
        return [VrrpInstance](Invoke-HaResource Get $this -ErrorAction Stop)
    }

    [bool] Test() {
        return Invoke-HaResource Test $this -ErrorAction Stop
    }

    [void] Set() {
        Invoke-HaResource Set $this -ErrorAction Stop
    }

    static [VrrpInstance[]] Export() {
        return [VrrpInstance[]]@(Invoke-HaResource Export 'VrrpInstance' -ErrorAction Stop)
    }
}
