# An upstream of nginx and its servers. nginx tests each change before it is in place, and reloads after it.
[DscResource()]
class NginxUpstream : HaResource {
    # Name of the upstream.
    [DscProperty(Key)]
    [ValidateNotNullOrEmpty()]
    [string] $Name

    # The main file, or an included one; the main file that nginx was built with when not given.
    [DscProperty()]
    [string] $Path

    # Which part of nginx it belongs to; Http when not given.
    [DscProperty()]
    [ValidateSet('Http', 'Stream')]
    [string] $Protocol

    # All of its servers: one that is not named is removed.
    [DscProperty()]
    [NginxUpstreamServer[]] $Server

    # How a server is chosen: round_robin, least_conn, ip_hash, random, or 'hash KEY consistent' and the like.
    [DscProperty()]
    [string] $Method

    # Idle connections that each worker keeps.
    [DscProperty()]
    [Nullable[int]] $Keepalive

    # Requests after which a kept connection is closed.
    [DscProperty()]
    [Nullable[int]] $KeepaliveRequests

    # Seconds after which an idle connection is closed.
    [DscProperty()]
    [Nullable[double]] $KeepaliveTimeout

    # Name and size of the shared memory, such as 'backend 64k'.
    [DscProperty()]
    [string] $Zone

    # Whether a running nginx reloads after a change; it does when not given.
    [DscProperty()]
    [Nullable[bool]] $Reload

    # The nginx program; searched for when not given.
    [DscProperty()]
    [string] $NginxPath

    # nginx's prefix (its option -p); that which it was built with when not given.
    [DscProperty()]
    [string] $Prefix

    [NginxUpstream] Get() {
        return [NginxUpstream](Invoke-HaResource Get $this -ErrorAction Stop)
    }

    [bool] Test() {
        return Invoke-HaResource Test $this -ErrorAction Stop
    }

    [void] Set() {
        Invoke-HaResource Set $this -ErrorAction Stop
    }

    static [NginxUpstream[]] Export() {
        return [NginxUpstream[]]@(Invoke-HaResource Export 'NginxUpstream' -ErrorAction Stop)
    }
}
