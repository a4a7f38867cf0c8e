# A virtual router of this node in the agent's document: it outlives the shell and a reboot. What is not given stays as the document has it.
[DscResource()]
class VrrpInstance : HaResource {
    # Name, unique on the node.
    [DscProperty(Key)]
    [ValidateNotNullOrEmpty()]
    [string] $Name

    # The agent's document; /etc/nginxha/nginxha.json when not given.
    [DscProperty()]
    [string] $Path

    # Interface that it runs on; a new one needs it.
    [DscProperty()]
    [string] $Interface

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

    # Protocol version; IPv6 needs 3.
    [DscProperty()]
    [ValidateSet(2, 3)]
    [Nullable[int]] $Version

    # Family of the advertisements, IPv4 or IPv6; that of the first virtual address without a value.
    [DscProperty()]
    [string] $Family

    # Seconds: whole ones from 1 to 255 with version 2, 0.01 to 40.95 with version 3.
    [DscProperty()]
    [Nullable[double]] $AdvertisementInterval

    # The state wished for at start; the election decides.
    [DscProperty()]
    [ValidateSet('Backup', 'Master')]
    [string] $InitialState

    # A better backup takes over from a worse master.
    [DscProperty()]
    [Nullable[bool]] $Preempt

    # Seconds to wait before preempting.
    [DscProperty()]
    [Nullable[double]] $PreemptDelay

    # Seconds to wait after start before taking part.
    [DscProperty()]
    [Nullable[double]] $StartupDelay

    # Advertisements that may be missed before the master counts as down.
    [DscProperty()]
    [Nullable[int]] $DownTimerAdverts

    # How advertisements are authenticated, the same on all nodes.
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

    # How a replay is told from news.
    [DscProperty()]
    [ValidateSet('Time', 'Monotonic')]
    [string] $AntiReplay

    # Seconds that clocks may differ.
    [DscProperty()]
    [Nullable[double]] $AntiReplayWindow

    # Source of advertisements; the interface's primary address without a value.
    [DscProperty()]
    [string] $SourceAddress

    # Fault while the source address is not on the interface.
    [DscProperty()]
    [Nullable[bool]] $TrackSourceAddress

    # Peers that are sent to instead of the multicast group: 'ADDRESS [min_ttl N] [max_ttl N]'.
    [DscProperty()]
    [string[]] $UnicastPeer

    # TTL or hop limit of what is sent by unicast.
    [DscProperty()]
    [Nullable[int]] $UnicastTimeToLive

    # Version 3 over IPv4: the checksum covers the pseudo-header, as keepalived has it.
    [DscProperty()]
    [Nullable[bool]] $ChecksumWithPseudoHeader

    # Refuse advertisements whose address list is not ours.
    [DscProperty()]
    [Nullable[bool]] $StrictAddressList

    # The master accepts packets to the virtual addresses; nginx needs that.
    [DscProperty()]
    [Nullable[bool]] $AcceptMode

    # Use the virtual MAC address of the protocol.
    [DscProperty()]
    [Nullable[bool]] $VirtualMac

    # Name of the interface with the virtual MAC address.
    [DscProperty()]
    [string] $VirtualMacInterface

    # Send advertisements from the parent interface's MAC address.
    [DscProperty()]
    [Nullable[bool]] $VirtualMacTransmitFromParent

    # Routes that move with mastership: 'default|NETWORK [via GATEWAY] [dev INTERFACE] [src ADDRESS] [metric N] [table N] [onlink]'.
    [DscProperty()]
    [string[]] $VirtualRoute

    # Policy rules that move with mastership: '[from NETWORK] [to NETWORK] [iif INTERFACE] [fwmark N] [priority N] table N'.
    [DscProperty()]
    [string[]] $VirtualRule

    # Announcements of the virtual addresses, with the keys of the document: Delay, Repeat, Refresh and so on.
    [DscProperty()]
    [hashtable] $GratuitousArp

    # What changes the priority.
    [DscProperty()]
    [HaTrack[]] $Track

    # No fault when the own interface is down.
    [DscProperty()]
    [Nullable[bool]] $IgnoreInterfaceState

    # As master, do not answer an advertisement of lower priority.
    [DscProperty()]
    [Nullable[bool]] $LowerPriorityNoAdvert

    # As master, send one more advertisement before giving way.
    [DscProperty()]
    [Nullable[bool]] $HigherPrioritySendAdvert

    # Programs to run on changes, by occasion: @{ Master = @{ Program = '/usr/local/bin/up'; Arguments = 'a', 'b' } }.
    [DscProperty()]
    [hashtable] $Hook

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
