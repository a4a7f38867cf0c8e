<#
.SYNOPSIS
    A pair of web servers behind one virtual IP address, on this machine: watch it fail over while a client keeps asking.

.DESCRIPTION
    Builds a network of namespaces with two nodes, a switch and a client, runs a web server and a VRRP instance on each node, and
    has the client request the virtual address every 5 ms. Then the story goes: the master is stopped in good order, comes back and
    takes over again, dies without a goodbye; at last both nodes are master, each of an address of its own. The end is a table of
    what the client noticed, and a picture of it. It takes about half a minute.

    Needs Linux, and root or a system that lets users have user namespaces. Everything is removed at the end.

.EXAMPLE
    dotnet run --project src/HaShell -- -File examples/1-failover-lab.ps1

.EXAMPLE
    dotnet run --project src/HaShell -- -File examples/1-failover-lab.ps1 -PeerKeepalived
#>
[CmdletBinding()]
param(
    # Let the second node be a real keepalived.
    [switch] $PeerKeepalived,

    # Use the built-in HTTP responder although nginx is installed.
    [switch] $WithoutNginx,

    # Seconds between two advertisements of a master, 0.01 to 1.
    [ValidateRange(0.01, 1)] [double] $AdvertisementInterval = 0.1
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/lab/lab.ps1"

$code = Enter-Lab $PSCommandPath $PSBoundParameters
if ($null -ne $code) {
    exit $code
}

$firstIp, $secondIp = '10.99.0.100', '10.99.0.101'
$clients = [ordered]@{}
$results = [Collections.Generic.List[object]]::new()

# A virtual router on a node: id and address are the same on both nodes, and the higher priority is the master.
function Start-Router([string] $Node, [string] $Name, [byte] $Id, [byte] $Priority, [string] $VirtualIp) {
    $router = @{
        Name                  = $Name
        Interface             = 'eth0'
        VirtualRouterId       = $Id
        Priority              = $Priority
        VirtualIp             = "$VirtualIp/24"
        Version               = 3
        AdvertisementInterval = $AdvertisementInterval
        NetworkNamespace      = $Lab.Namespaces[$Node]    # A real node has one network and needs no such line.
    }
    $null = Start-VrrpInstance @router
}

function Start-Client([string] $VirtualIp) {
    $clients[$VirtualIp] = Start-VirtualIpMeasurement "http://$VirtualIp/" -Interval 0.005 -NetworkNamespace $Lab.Namespaces.client
}

# Who is what: our instances, and the keepalived of node b where it is one.
function Show-Pair {
    Get-VrrpInstance | Out-Host
    if ($PeerKeepalived) {
        foreach ($address in $clients.Keys) {
            Write-Line "keepalived on node b is $(if ('b' -in (Get-Owner $address)) { 'master' } else { 'backup' }) of $address."
        }
    }
}

# Does something to the pair, lets the clients watch what comes of it, and notes what they saw of each address.
function Test-Failover([string] $Title, [Collections.IDictionary] $Owners, [scriptblock] $Action) {
    foreach ($client in $clients.Values) {
        $null = Receive-VirtualIpMeasurement $client -Reset    # Until here all was quiet.
    }

    Wait-Time 0.3
    $moment = [DateTimeOffset]::Now
    & $Action
    foreach ($address in $Owners.Keys) {
        Wait-Owner $address $Owners[$address]
    }

    Wait-Time 1
    foreach ($address in $Owners.Keys) {
        $report = Receive-VirtualIpMeasurement $clients[$address] -Reset
        $name = if ($clients.Count -gt 1) { "$Title, $address" } else { $Title }
        $results.Add([pscustomobject]@{ Title = $name; Owner = $Owners[$address]; Moment = $moment; Report = $report })
    }

    Show-Pair
}

try {
    Write-Step 'The stage' 'Two nodes and a client on a switch, each a network namespace of this machine.'
    Start-Lab
    $server = foreach ($node in 'a', 'b') { Start-WebServer $node -WithoutNginx:$WithoutNginx }
    Write-Line "Node a (10.99.0.1) and node b (10.99.0.2) run $($server[0]). The client asks http://$firstIp/ every 5 ms."

    Write-Step 'Master and backup' 'Node a has priority 150 and owns the virtual address. Node b has 100 and watches that a lives.'
    if ($PeerKeepalived) {
        Start-Keepalived b @(
            @{ Name = 'web-b'; Id = 51; Priority = 100; Address = $firstIp; Interval = $AdvertisementInterval }
            @{ Name = 'shop-b'; Id = 52; Priority = 150; Address = $secondIp; Interval = $AdvertisementInterval })
    }
    else {
        Start-Router b web-b -Id 51 -Priority 100 -VirtualIp $firstIp
    }

    Start-Router a web-a -Id 51 -Priority 150 -VirtualIp $firstIp
    Wait-Owner $firstIp a
    Start-Client $firstIp
    Show-Pair

    Write-Step '1. Graceful stop' 'The master is stopped for maintenance. It says goodbye (priority 0), so the backup need not wait.'
    Test-Failover 'Graceful stop of a' @{ $firstIp = 'b' } -Action { $null = Stop-VrrpInstance web-a }

    Write-Step '2. Return' 'Node a is back. Its priority is higher, so it takes the address over again (preemption).'
    Test-Failover 'Return of a' @{ $firstIp = 'a' } -Action { Start-Router a web-a -Id 51 -Priority 150 -VirtualIp $firstIp }

    Write-Step '3. Hard loss' 'Node a dies without a goodbye and its cable is out. Node b misses three advertisements and takes over.'
    Test-Failover 'Hard loss of a' @{ $firstIp = 'b' } -Action {
        Disconnect-Node a    # First, or node a would go on answering until its cable is out.
        $null = Stop-VrrpInstance web-a -Abandon
    }

    Write-Step '4. Dual-master' "A second virtual address, $secondIp, has its master on node b and its backup on a: both nodes work, both stand in."
    Connect-Node a
    if (-not $PeerKeepalived) {
        Start-Router b shop-b -Id 52 -Priority 150 -VirtualIp $secondIp
    }

    Start-Router a shop-a -Id 52 -Priority 100 -VirtualIp $secondIp
    Wait-Owner $secondIp b
    Start-Client $secondIp
    Test-Failover 'Return of a' ([ordered]@{ $firstIp = 'a'; $secondIp = 'b' }) -Action {
        Start-Router a web-a -Id 51 -Priority 150 -VirtualIp $firstIp
    }

    Write-Step '5. Hard loss of one of two masters' 'Node a dies again. Node b serves both addresses.'
    Test-Failover 'Loss of a' ([ordered]@{ $firstIp = 'b'; $secondIp = 'b' }) -Action {
        Disconnect-Node a
        $null = Stop-VrrpInstance web-a, shop-a -Abandon
    }

    Write-Step 'What the client noticed' 'The longest time without an answer, and the requests that failed, one every 5 ms.'
    $rows = foreach ($result in $results) {
        [pscustomobject]@{
            Event          = $result.Title
            Serves         = $result.Owner
            LongestGap     = '{0:0} ms' -f $result.Report.LongestGap.TotalMilliseconds
            FailedRequests = $result.Report.Failed
        }
    }
    $rows | Out-Host

    $skew = $AdvertisementInterval * (256 - 100) / 256
    Write-Line ('A backup of priority 100 waits 3 x {0} s + {1:0.###} s (skew) before it takes the place of a silent master.' -f $AdvertisementInterval, $skew)
    $paused = [Linq.Enumerable]::Max([double[]] @(foreach ($result in $results) { $result.Report.LongestSpacing.TotalMilliseconds }))
    if ($paused -gt 25) {
        Write-Line ('This machine was busy: the client itself paused for up to {0:0} ms, so gaps of about that length are its own.' -f $paused)
    }

    Write-Step 'The same as a picture' 'Who answered the client, 20 ms a letter; a dot is nobody; the bar is the moment of the event.'
    foreach ($result in $results) {
        Write-Line (Format-Timeline $result.Title $result.Moment $result.Report)
    }

    Write-Line (Format-TimelineScale)
}
finally {
    try {
        $clients.Values | Stop-VirtualIpMeasurement | Out-Null
        Get-VrrpInstance | Stop-VrrpInstance
    }
    finally {
        Stop-Lab
    }
}
