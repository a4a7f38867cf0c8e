# One document for both nodes, with the addresses of the pair of the tutorial; each node finds itself in it.
using module NginxHa
param(
    [Parameter(Mandatory)] [string] $Engine,
    [Parameter(Mandatory)] [string] $Mode,
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $KeepalivedPath,
    [Parameter(Mandatory)] [string] $KeepalivedPidPath,
    [Parameter(Mandatory)] [string] $MasterPid,
    [Parameter(Mandatory)] [string] $BackupPid
)

$ErrorActionPreference = 'Stop'

function Get-NginxTrack([string] $PidFile) {
    @{ Type = 'Script'; Name = 'nginx'; Program = '/usr/bin/pgrep'; Arguments = '-F', $PidFile; User = 'root'; Interval = 1; Fall = 1; Rise = 1 }
}

$topology = [HaTopology]::new()
$topology.Name = 'web'
$topology.Engine = $Engine
$topology.Mode = $Mode
$topology.Path = $Path
$topology.KeepalivedPath = $KeepalivedPath
$topology.KeepalivedPidPath = $KeepalivedPidPath
$topology.Interface = 'eth0'
$topology.Version = 3
$topology.AdvertisementInterval = 0.3
$topology.Node = @(
    @{ Name = 'centos6-1'; Addresses = '192.168.139.130'; Tracks = @(Get-NginxTrack $MasterPid) }
    @{ Name = 'centos6-2'; Addresses = '192.168.139.129'; Tracks = @(Get-NginxTrack $BackupPid) }
)
$topology.VirtualIp = @(
    @{ Address = '192.168.139.200/24' }
    if ($Mode -eq 'DualMaster') { @{ Address = '192.168.139.201/24' } }
)

"before $($topology.Test())"
$topology.Set()
"after $($topology.Test())"
