# What virtual routers have in common, whether one is declared or a cluster of them.
class HaVrrpResource : HaResource {
    # The agent's document; /etc/nginxha/nginxha.json when not given.
    [DscProperty()]
    [string] $Path

    # Interface of the virtual router, or of those of nodes that name none; a new one needs it.
    [DscProperty()]
    [string] $Interface

    # Protocol version; IPv6 needs 3.
    [DscProperty()]
    [ValidateSet(2, 3)]
    [Nullable[int]] $Version

    # Seconds: whole ones from 1 to 255 with version 2, 0.01 to 40.95 with version 3.
    [DscProperty()]
    [Nullable[double]] $AdvertisementInterval

    # The better node takes over from a worse master when it returns.
    [DscProperty()]
    [Nullable[bool]] $Preempt

    # Seconds that it waits first.
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

    # TTL or hop limit of what is sent by unicast.
    [DscProperty()]
    [Nullable[int]] $UnicastTimeToLive

    # Version 3 over IPv4: the checksum covers the pseudo-header, as keepalived has it.
    [DscProperty()]
    [Nullable[bool]] $ChecksumWithPseudoHeader

    # Use the virtual MAC address of the protocol.
    [DscProperty()]
    [Nullable[bool]] $VirtualMac

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

    # Programs to run on changes, by occasion: @{ Master = @{ Program = '/usr/local/bin/up'; Arguments = 'a', 'b' } }.
    [DscProperty()]
    [hashtable] $Hook
}
