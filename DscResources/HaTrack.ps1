# What changes the priority of a virtual router. Which keys belong to which kind is in docs/dsc.md.
class HaTrack {
    # The kind.
    [ValidateSet('Interface', 'Script', 'Process', 'File', 'Http', 'Tcp', 'Gateway', 'Upstream')]
    [string] $Type

    # Name, unique among the tracks of a virtual router.
    [string] $Name

    # 0: failure is a fault; more: added while it succeeds; less: subtracted while it fails.
    [Nullable[int]] $Weight

    # Turns the result round.
    [Nullable[bool]] $Reverse

    # Seconds between two starts of the check.
    [Nullable[double]] $Interval

    # Seconds after which a check has failed.
    [Nullable[double]] $Timeout

    # Successes in a row before it counts as up.
    [Nullable[int]] $Rise

    # Failures in a row before it counts as down.
    [Nullable[int]] $Fall

    # What counts until the first result; without a value it is waited for.
    [Nullable[bool]] $InitiallyUp

    # Interface: the interface that is watched.
    [string] $Interface

    # Script: absolute path of the program.
    [string] $Program

    # Script: its arguments, one by one.
    [string[]] $Arguments

    # Script: user to run as.
    [string] $User

    # Process: name of the executable without its path.
    [string] $ProcessName

    # Process: file with the process id.
    [string] $PidFile

    # Process: fewest processes of that name that count as up.
    [Nullable[int]] $Quorum

    # File: the file with a number.
    [string] $Path

    # Http: URL on this node.
    [string] $Uri

    # Http: lowest good status.
    [Nullable[int]] $MinimumStatus

    # Http: highest good status.
    [Nullable[int]] $MaximumStatus

    # Http: Host header and SNI name.
    [string] $HostHeader

    # Http: accept any certificate.
    [Nullable[bool]] $SkipCertificateCheck

    # Tcp: host name or address. It is called so in the document, too.
    [string] $Host

    # Tcp: port.
    [Nullable[int]] $Port

    # Gateway: the gateway; the interface's default gateway without a value.
    [string] $Gateway

    # Upstream: name of the health monitor.
    [string] $Monitor

    # Upstream: name of the upstream; every one that the monitor watches without a value.
    [string] $Upstream

    # Upstream: healthy servers that are enough, in each upstream.
    [Nullable[int]] $MinimumHealthy
}
