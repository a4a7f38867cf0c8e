[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries variables from block to block.')]
param()

BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    Import-Module -Name ([System.IO.Path]::Combine($root, 'output', 'NginxHa', 'NginxHa.psd1')) -Force

    # A session with a pwsh of its own, over its standard streams: all of remoting but the network.
    $runspace = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateOutOfProcessRunspace($null)
    $runspace.Open()
    $session = [System.Management.Automation.Runspaces.PSSession]::Create($runspace, 'Process', $null)
    $output = [System.IO.Path]::Combine($root, 'output')
    Invoke-Command -Session $session -ScriptBlock {
        $env:PSModulePath = $using:output + [System.IO.Path]::PathSeparator + $env:PSModulePath
        $env:NGINXHA_SOCKET = '/run/nha-none.sock'
    }
    $document = [System.IO.Path]::Combine($TestDrive, 'nginxha.json')
    $here = [System.Net.Dns]::GetHostName()
    $pair = New-HaTopology -Name web -Node $here, 'another-node' -VirtualIp 192.0.2.10/24 -Interface lo
}

AfterAll {
    $runspace.Dispose()
    Remove-Module -Name NginxHa -ErrorAction Ignore
}

Describe 'Publish-HaTopology through a session' -Skip:(-not $IsLinux) {
    It 'gives the plan' {
        $plan = Publish-HaTopology $pair -Session $session -DocumentPath $document -WhatIf -WarningAction SilentlyContinue
        $plan.Node | Should -Be $here
        $plan.Outcome | Should -Be 'Planned'
        $document | Should -Not -Exist
    }

    It 'publishes there once' {
        $first = Publish-HaTopology $pair -Session $session -DocumentPath $document -WarningAction SilentlyContinue
        $first.Outcome | Should -Be 'Published'
        (Get-HaTopology $document).Name | Should -Be 'web'
        (Publish-HaTopology $pair -Session $session -DocumentPath $document -WarningAction SilentlyContinue).Outcome | Should -Be 'Unchanged'
    }

    It 'tells what fails on the other side' {
        $stranger = New-HaTopology -Name web -Node 'some-node', 'another-node' -VirtualIp 192.0.2.10/24 -Interface lo
        { Publish-HaTopology $stranger -Session $session -DocumentPath $document -WarningAction SilentlyContinue } |
            Should -Throw -ErrorId 'NodeNotReached*' -ExpectedMessage '*is this machine*'
    }

    It 'collects the state of what is reached' {
        $status = Get-HaTopologyStatus $pair -Session $session -DocumentPath $document
        $status.ExpectedOwner | Should -Be $here
        $status.Condition | Should -Be 'Unknown'
        $status.Nodes[0].IsReachable | Should -BeTrue
    }
}
