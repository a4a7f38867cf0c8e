<#
.SYNOPSIS
    Two nodes, two virtual addresses: each node is master of one and backup of the other, so both work and each stands in.

.DESCRIPTION
    DNS gives both addresses to clients. While both nodes are well, each serves its own address; when one goes, the other has both.

    It runs in network namespaces of this machine and removes everything at the end, as examples/1-failover-lab.ps1 does.

.EXAMPLE
    dotnet run --project src/HaShell -- -File examples/3-dual-master.ps1
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/lab/lab.ps1"
$code = Enter-Lab $PSCommandPath $PSBoundParameters
if ($null -ne $code) {
    exit $code
}

# One line a virtual router and node. The table is the whole configuration of both nodes.
$routers = @(
    @{ Node = 'a'; Name = 'one-a'; VirtualRouterId = 51; VirtualIp = '10.99.0.100/24'; Priority = 150 }
    @{ Node = 'b'; Name = 'one-b'; VirtualRouterId = 51; VirtualIp = '10.99.0.100/24'; Priority = 100 }
    @{ Node = 'a'; Name = 'two-a'; VirtualRouterId = 52; VirtualIp = '10.99.0.101/24'; Priority = 100 }
    @{ Node = 'b'; Name = 'two-b'; VirtualRouterId = 52; VirtualIp = '10.99.0.101/24'; Priority = 150 }
)

function Start-Node([string] $Node) {
    foreach ($router in $routers) {
        if ($router.Node -eq $Node) {
            $options = $router.Clone()
            $options.Remove('Node')
            $null = Start-VrrpInstance @options -Interface eth0 -Version 3 -AdvertisementInterval 0.1 -NetworkNamespace $Lab.Namespaces[$Node]
        }
    }
}

try {
    Start-Lab
    foreach ($node in 'a', 'b') {
        $null = Start-WebServer $node
        Start-Node $node
    }

    Write-Step 'Both nodes work' 'Node a is master of 10.99.0.100, node b of 10.99.0.101.'
    $null = Wait-VrrpInstance one-a, two-b -State Master -Timeout 10
    Get-VrrpInstance | Out-Host

    Write-Step 'Node b goes' 'It is stopped in good order; node a serves both addresses.'
    $null = Stop-VrrpInstance one-b, two-b
    $null = Wait-VrrpInstance one-a, two-a -State Master -Timeout 10
    Get-VrrpInstance | Out-Host

    Write-Step 'Node b is back' 'It takes its own address over again and leaves the other where it is.'
    Start-Node b
    $null = Wait-VrrpInstance one-a, two-b -State Master -Timeout 10
    $null = Wait-VrrpInstance two-a -State Backup -Timeout 10
    Get-VrrpInstance | Out-Host
}
finally {
    try {
        Get-VrrpInstance | Stop-VrrpInstance
    }
    finally {
        Stop-Lab
    }
}
