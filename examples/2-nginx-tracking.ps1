<#
.SYNOPSIS
    Master and backup that watch their nginx: when nginx dies on a healthy node, the address moves to the other one.

.DESCRIPTION
    The usual pair of a web site. VRRP alone notices that a node is gone; -TrackNginx notices that its nginx is. The example ends
    the web server of the master, shows what the client sees, and starts it again.

    It runs in network namespaces of this machine and removes everything at the end, as examples/1-failover-lab.ps1 does.

.EXAMPLE
    dotnet run --project src/HaShell -- -File examples/2-nginx-tracking.ps1
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/lab/lab.ps1"
$code = Enter-Lab $PSCommandPath $PSBoundParameters
if ($null -ne $code) {
    exit $code
}

$virtualIp = '10.99.0.100'
try {
    Start-Lab
    foreach ($node in 'a', 'b') {
        $null = Start-WebServer $node
    }

    Write-Step 'A pair that watches its web servers' 'Each node looks twice a second whether its nginx runs.'
    foreach ($node in @{ Name = 'a'; Priority = 150 }, @{ Name = 'b'; Priority = 100 }) {
        $router = @{
            Name                  = "web-$($node.Name)"
            Interface             = 'eth0'
            VirtualRouterId       = 51
            Priority              = $node.Priority
            VirtualIp             = "$virtualIp/24"
            Version               = 3
            AdvertisementInterval = 0.1
            TrackNginx            = $true

            # A real node has one nginx and one network, and needs neither line.
            NginxPidFile          = Get-PidFile $node.Name
            NetworkNamespace      = $Lab.Namespaces[$node.Name]
        }
        $null = Start-VrrpInstance @router
    }

    $null = Wait-VrrpInstance web-a -State Master -Timeout 10
    Get-VrrpInstance | Out-Host

    Write-Step 'nginx of the master is ended' 'Its node is well and goes on talking, but it cannot serve: it goes into Fault and hands the address over.'
    $client = Start-VirtualIpMeasurement "http://$virtualIp/" -Interval 0.005 -NetworkNamespace $Lab.Namespaces.client
    Wait-Time 0.3
    Stop-WebServer a
    $null = Wait-VrrpInstance web-b -State Master -Timeout 10
    Get-VrrpInstance | Out-Host
    Write-Line "web-a is in Fault: $((Get-VrrpInstance web-a).Reason)"

    Write-Step 'nginx is back' 'The node takes its address back.'
    $null = Start-WebServer a
    $null = Wait-VrrpInstance web-a -State Master -Timeout 10
    Wait-Time 0.5
    Get-VrrpInstance | Out-Host
    $client | Stop-VirtualIpMeasurement | Out-Host
}
finally {
    try {
        Get-VrrpInstance | Stop-VrrpInstance
    }
    finally {
        Stop-Lab
    }
}
