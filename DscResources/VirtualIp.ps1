# An IP address on an interface of this machine, with no virtual router behind it. It does not outlive a reboot.
[DscResource()]
class VirtualIp : HaResource {
    # The address, without its prefix length.
    [DscProperty(Key)]
    [ValidateNotNullOrEmpty()]
    [string] $Address

    # The interface that has it.
    [DscProperty(Key)]
    [ValidateNotNullOrEmpty()]
    [string] $Interface

    # Prefix length; that of one host for a new address that is not told another.
    [DscProperty()]
    [ValidateRange(0, 128)]
    [Nullable[int]] $PrefixLength

    # Label of an IPv4 address, such as eth0:1.
    [DscProperty()]
    [string] $Label

    # Scope of the address; Global for a new one.
    [DscProperty()]
    [ValidateSet('Global', 'Site', 'Link', 'Host')]
    [string] $Scope

    # Gratuitous ARP messages (IPv6: unsolicited neighbour advertisements) for a new address; 1 when not given.
    [DscProperty()]
    [Nullable[int]] $AnnouncementCount

    # Network namespace of the interface; that of the process when not given.
    [DscProperty()]
    [string] $NetworkNamespace

    # The virtual router that looks after the address, when one does.
    [DscProperty(NotConfigurable)]
    [string] $Instance

    [VirtualIp] Get() {
        return [VirtualIp](Invoke-HaResource Get $this -ErrorAction Stop)
    }

    [bool] Test() {
        return Invoke-HaResource Test $this -ErrorAction Stop
    }

    [void] Set() {
        Invoke-HaResource Set $this -ErrorAction Stop
    }

    static [VirtualIp[]] Export() {
        return [VirtualIp[]]@(Invoke-HaResource Export 'VirtualIp' -ErrorAction Stop)
    }
}
