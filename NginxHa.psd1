@{
    RootModule           = 'NginxHa.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5b0d7a52-3d0f-4b0e-9c43-8f6c2a1e7d94'
    Author               = 'NginxHa contributors'
    CompanyName          = 'NginxHa'
    Copyright            = 'Copyright (c) NginxHa contributors. MIT licence.'
    Description          = 'Highly available nginx pairs from PowerShell: a VRRP engine of its own that speaks with keepalived, virtual IPs, nginx upstream health checks, and topologies declared once.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')

    TypesToProcess       = @('NginxHa.Types.ps1xml')
    FormatsToProcess     = @(
        'NginxHa.Vrrp.Format.ps1xml'
        'NginxHa.Nginx.Format.ps1xml'
        'NginxHa.Topology.Format.ps1xml'
        'NginxHa.Installation.Format.ps1xml'
        'NginxHa.Agent.Format.ps1xml'
    )

    # FunctionsToExport is left out on purpose: when functions, cmdlets and aliases are all explicit,
    # Get-Module -ListAvailable returns before it has read the DSC resources, and Invoke-DscResource does not find them.
    CmdletsToExport      = @(
        'Add-NginxUpstreamServer'
        'Add-VirtualIp'
        'Compare-HaTopology'
        'ConvertFrom-VrrpPacket'
        'ConvertTo-HaTopologyDiagram'
        'ConvertTo-NginxConfiguration'
        'Export-KeepalivedConfiguration'
        'Get-HaAgent'
        'Get-HaInstallation'
        'Get-HaTopology'
        'Get-HaTopologyStatus'
        'Get-NginxConfiguration'
        'Get-NginxServer'
        'Get-NginxUpstream'
        'Get-NginxUpstreamMonitor'
        'Get-VirtualIp'
        'Get-VrrpInstance'
        'Get-VrrpSyncGroup'
        'Import-KeepalivedConfiguration'
        'Install-HaAgent'
        'Install-NginxKeepalived'
        'Measure-VirtualIp'
        'New-HaTopology'
        'New-NginxLoadBalancer'
        'New-VrrpSyncGroup'
        'New-VrrpTrack'
        'Publish-HaTopology'
        'Receive-VirtualIpMeasurement'
        'Remove-NginxUpstreamServer'
        'Remove-VirtualIp'
        'Remove-VrrpSyncGroup'
        'Restart-HaAgent'
        'Restart-NginxServer'
        'Send-GratuitousArp'
        'Set-NginxUpstreamServer'
        'Set-VrrpInstance'
        'Set-VrrpSyncGroup'
        'Start-HaAgent'
        'Start-NginxServer'
        'Start-NginxUpstreamMonitor'
        'Start-VirtualIpMeasurement'
        'Start-VrrpInstance'
        'Stop-HaAgent'
        'Stop-NginxServer'
        'Stop-NginxUpstreamMonitor'
        'Stop-VirtualIpMeasurement'
        'Stop-VrrpInstance'
        'Test-HaPrerequisite'
        'Test-HaTopology'
        'Test-KeepalivedConfiguration'
        'Test-NginxConfiguration'
        'Test-NginxUpstream'
        'Uninstall-HaAgent'
        'Uninstall-NginxKeepalived'
        'Update-HaAgent'
        'Update-NginxServer'
        'Wait-VrrpInstance'
        'Watch-VrrpAdvertisement'
        'Watch-VrrpInstance'
    )
    AliasesToExport      = @()
    DscResourcesToExport = @(
        'HaAgent'
        'HaTopology'
        'KeepalivedConfiguration'
        'NginxKeepalivedInstall'
        'NginxUpstream'
        'VirtualIp'
        'VrrpInstance'
    )

    PrivateData          = @{
        PSData = @{
            Tags         = @('nginx', 'VRRP', 'keepalived', 'HighAvailability', 'Failover', 'DSC', 'DSCResource', 'PSEdition_Core', 'Linux', 'Windows')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
