<#
.SYNOPSIS
    A master and a backup with PSDesiredStateConfiguration 3: Invoke-DscResource, resource by resource.

.DESCRIPTION
    The same on both nodes: each finds itself by its host name or one of its addresses. Each resource is tested, and set only
    when it is not as declared; what differs is written.

    PSDesiredStateConfiguration 2 does not run on Linux; its version 3, and DSC v3 with the YAML files beside this one, do.

.PARAMETER DocumentPath
    Where the document goes.

.PARAMETER UpstreamPath
    The nginx file with the upstream.

.EXAMPLE
    pwsh -File examples/dsc/master-backup.ps1
#>
[CmdletBinding()]
param(
    [string] $DocumentPath = '/etc/nginxha/nginxha.json',
    [string] $UpstreamPath = '/etc/nginx/conf.d/app.conf',
    [string] $LocalNode
)

$ErrorActionPreference = 'Stop'

$topology = @{
    Name = 'web'
    Path = $DocumentPath
    Mode = 'MasterBackup'
    Interface = 'eth0'
    Node = @(
        @{ Name = 'centos6-1'; Addresses = @('192.168.139.130') }
        @{ Name = 'centos6-2'; Addresses = @('192.168.139.129') }
    )
    VirtualIp = @(@{ Address = '192.168.139.200/24' })
    Nginx = @{ HealthUri = 'http://127.0.0.1/' }
}
if ($LocalNode) {
    $topology.LocalNode = $LocalNode
}

$resources = @(
    @{
        Name = 'NginxUpstream'
        Property = @{
            Name = 'app'
            Path = $UpstreamPath
            Method = 'least_conn'
            Server = @(@{ Address = '192.168.139.141:8080' }, @{ Address = '192.168.139.142:8080'; MaxFails = 2 })
        }
    }
    @{ Name = 'HaTopology'; Property = $topology }
)

foreach ($resource in $resources) {
    $call = @{ ModuleName = 'NginxHa'; Name = $resource.Name; Property = $resource.Property }
    if ((Invoke-DscResource @call -Method Test).InDesiredState) {
        "$($resource.Name): as declared"
        continue
    }

    foreach ($reason in (Invoke-DscResource @call -Method Get).Reasons) {
        "$($resource.Name): $reason"
    }

    $null = Invoke-DscResource @call -Method Set
    "$($resource.Name): set"
}
