<#
.SYNOPSIS
    Take a node out for maintenance without a goodbye to its clients, and let hooks do what has to be done on each side.

.DESCRIPTION
    Lowering the priority of a running master moves the address while both nodes live, so hardly a request is lost; raising it moves it
    back. Script blocks run on each change: here they only speak up, on a real node they tell a load balancer or start a job.

    It runs in network namespaces of this machine and removes everything at the end, as examples/1-failover-lab.ps1 does.

.EXAMPLE
    dotnet run --project src/HaShell -- -File examples/5-maintenance.ps1
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
$diary = [Collections.Concurrent.ConcurrentQueue[string]]::new()

# A hook runs in a runspace of its own: $_ is the event, and $using: brings along what it needs from here.
$hooks = @{
    OnMaster = { ($using:diary).Enqueue("$($_.Name) is master: $($_.Reason)") }
    OnBackup = { ($using:diary).Enqueue("$($_.Name) is backup: $($_.Reason)") }
}

try {
    Start-Lab
    foreach ($node in @{ Name = 'a'; Priority = 150 }, @{ Name = 'b'; Priority = 100 }) {
        $null = Start-WebServer $node.Name
        $router = @{
            Name                  = "web-$($node.Name)"
            Interface             = 'eth0'
            VirtualRouterId       = 51
            Priority              = $node.Priority
            VirtualIp             = "$virtualIp/24"
            Version               = 3
            AdvertisementInterval = 0.1
            NetworkNamespace      = $Lab.Namespaces[$node.Name]    # A real node has one network and needs no such line.
        }
        $null = Start-VrrpInstance @router @hooks
    }

    $null = Wait-VrrpInstance web-a -State Master -Timeout 10
    $client = Start-VirtualIpMeasurement "http://$virtualIp/" -NetworkNamespace $Lab.Namespaces.client

    Write-Step 'Node a is to be updated' 'Its priority goes from 150 to 50; node b, with 100, is better now and takes over.'
    Set-VrrpInstance web-a -Priority 50
    $null = Wait-VrrpInstance web-a -State Backup -Timeout 10
    Get-VrrpInstance | Out-Host

    Write-Step 'Node a is up to date' 'Its priority is what it was, and so is the master.'
    Set-VrrpInstance web-a -Priority 150
    $null = Wait-VrrpInstance web-b -State Backup -Timeout 10
    Wait-Time 0.5
    Get-VrrpInstance | Out-Host
    $client | Stop-VirtualIpMeasurement | Out-Host

    Write-Step 'What the hooks wrote down' 'In the order in which it happened on each node.'
    $diary | Out-Host
}
finally {
    try {
        Get-VrrpInstance | Stop-VrrpInstance
    }
    finally {
        Stop-Lab
    }
}
