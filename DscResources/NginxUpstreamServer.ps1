# A server of an upstream. What has no value stays as it is, or is left to nginx's default for a new server.
class NginxUpstreamServer {
    # HOST, HOST:PORT, [IPV6]:PORT or unix:PATH.
    [string] $Address

    # Share of the requests.
    [Nullable[int]] $Weight

    # Failed attempts after which nginx leaves the server out; 0 for never.
    [Nullable[int]] $MaxFails

    # Seconds within which, and for which.
    [Nullable[double]] $FailTimeout

    # Connections at once; 0 for no limit.
    [Nullable[int]] $MaxConns

    # Seconds in which the weight grows from 0 after the server came back (a parameter of the commercial nginx).
    [Nullable[double]] $SlowStart

    # Used only when the others are out.
    [Nullable[bool]] $Backup

    # Not used. A mark of the health monitor is no difference.
    [Nullable[bool]] $Down

    # Follow changes of the addresses of its name.
    [Nullable[bool]] $Resolve
}
