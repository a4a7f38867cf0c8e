<#
.SYNOPSIS
    Listen to what the routers of a segment say, and read a single packet by hand.

.DESCRIPTION
    Somebody asks why two nodes are both master: Watch-VrrpAdvertisement shows who advertises what, and whether the packets are good.
    ConvertFrom-VrrpPacket does the same for bytes that a capture tool has written down.

    It runs in network namespaces of this machine and removes everything at the end, as examples/1-failover-lab.ps1 does.

.EXAMPLE
    dotnet run --project src/HaShell -- -File examples/4-watch-advertisements.ps1
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/lab/lab.ps1"
$code = Enter-Lab $PSCommandPath $PSBoundParameters
if ($null -ne $code) {
    exit $code
}

try {
    Start-Lab
    $common = @{ Interface = 'eth0'; NetworkNamespace = $Lab.Namespaces.a }
    $null = Start-VrrpInstance old @common -VirtualRouterId 51 -Priority 150 -VirtualIp 10.99.0.100/24 -Authentication tutorial
    $null = Start-VrrpInstance new @common -VirtualRouterId 52 -Priority 100 -VirtualIp 10.99.0.101/24, 10.99.0.102/24 -Version 3 -AdvertisementInterval 0.5

    Write-Step 'On the wire' 'What node b hears in the next seconds: a VRRPv2 router with a password, and a VRRPv3 router.'
    Watch-VrrpAdvertisement -Interface eth0 -NetworkNamespace $Lab.Namespaces.b -Count 8 -Timeout 10 | Out-Host

    Write-Step 'A packet by hand' 'The bytes after the IP header, as a capture tool shows them.'
    ConvertFrom-VrrpPacket '31 34 64 01 00 64 74 AB 0A 63 00 65' -Source 10.99.0.1 -Destination 224.0.0.18 -TimeToLive 255 | Out-Host

    Write-Step 'A bad one' 'The same packet from another network: somebody relays it, and its TTL tells.'
    ConvertFrom-VrrpPacket '31 34 64 01 00 64 74 AB 0A 63 00 65' -Source 10.99.0.1 -Destination 224.0.0.18 -TimeToLive 254 | Out-Host
}
finally {
    try {
        Get-VrrpInstance | Stop-VrrpInstance
    }
    finally {
        Stop-Lab
    }
}
