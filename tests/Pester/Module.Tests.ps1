[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries variables from block to block.')]
param()

BeforeDiscovery {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $cmdlets = (Import-PowerShellDataFile -Path "$root/NginxHa.psd1").CmdletsToExport | ForEach-Object { @{ Name = $_ } }
}

BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $manifest = [System.IO.Path]::Combine($root, 'output', 'NginxHa', 'NginxHa.psd1')
    Import-Module -Name $manifest -Force
}

AfterAll {
    Remove-Module -Name NginxHa -ErrorAction Ignore
}

Describe 'The module in pwsh' {
    It 'has a manifest that PowerShell accepts' {
        $tested = Test-ModuleManifest -Path $manifest -WarningAction SilentlyContinue
        $tested.PowerShellVersion | Should -Be '7.4'
        $tested.CompatiblePSEditions | Should -Be 'Core'
    }

    It 'is listed with the cmdlets that it exports' {
        $listed = Get-Module -Name $manifest -ListAvailable
        $loaded = Get-Module -Name NginxHa
        @($listed.ExportedCmdlets.Keys | Sort-Object) | Should -Be @($loaded.ExportedCmdlets.Keys | Sort-Object)
    }

    It 'exports no function, alias or variable' {
        $loaded = Get-Module -Name NginxHa
        $loaded.ExportedFunctions.Count + $loaded.ExportedAliases.Count + $loaded.ExportedVariables.Count | Should -Be 0
    }

    It 'is listed with the DSC resources of its manifest' {
        $declared = @((Import-PowerShellDataFile -Path $manifest).DscResourcesToExport)
        @((Get-Module -Name $manifest -ListAvailable).ExportedDscResources | Sort-Object) | Should -Be @($declared | Sort-Object)
    }

    It 'uses approved verbs only' {
        $approved = (Get-Verb).Verb
        (Get-Module -Name NginxHa).ExportedCmdlets.Values.Verb | Where-Object { $_ -notin $approved } | Should -BeNullOrEmpty
    }

    It 'ends a pwsh that imports and removes it with code 0' {
        pwsh -NoProfile -NonInteractive -Command "Import-Module '$manifest' -ErrorAction Stop; Remove-Module NginxHa -ErrorAction Stop"
        $LASTEXITCODE | Should -Be 0
    }
}

Describe '<Name>' -ForEach $cmdlets {
    It 'has help with a synopsis, a description and an example' {
        $help = Get-Help -Name $Name -Full
        # Without a page the synopsis is the syntax.
        $help.Synopsis.Trim() | Should -Not -Match "^$Name( |`$)"
        $help.description.Text | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterThan 0
    }

    It 'has help for every parameter' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        $exist = (Get-Command -Name $Name).Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object
        $documented = (Get-Help -Name $Name -Full).parameters.parameter.name | Where-Object { $_ -notin $common } | Sort-Object
        @($documented) | Should -Be @($exist)
    }
}
