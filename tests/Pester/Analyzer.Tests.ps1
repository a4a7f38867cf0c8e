[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries variables from block to block.')]
param()

BeforeDiscovery {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $analyzer = [bool](Get-Module -Name PSScriptAnalyzer -ListAvailable)
    # The classes of DscResources name one another across files: they are looked at where they are merged, below.
    $folders = 'module', 'examples', 'tests/Pester' | ForEach-Object { [System.IO.Path]::Combine($root, $_) } | Where-Object { Test-Path $_ }
    $scripts = @(
        Get-ChildItem -Path $root -File -Exclude 'NginxHa.psd1'
        Get-ChildItem -Path $folders -Recurse -File
        # The merged root module is what users run; the manifest's neighbours are here and not beside its source.
        Get-ChildItem -Path "$root/output/NginxHa" -File
    ) | Where-Object Extension -In '.ps1', '.psm1', '.psd1' |
        ForEach-Object { @{ Path = $_.FullName; Script = [System.IO.Path]::GetRelativePath($root, $_.FullName) } }
}

Describe 'PSScriptAnalyzer' -Skip:(-not $analyzer) {
    It 'finds nothing in <Script>' -ForEach $scripts {
        $settings = [System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'PSScriptAnalyzerSettings.psd1')
        Invoke-ScriptAnalyzer -Path $Path -Settings $settings |
            ForEach-Object { '{0}:{1} {2}: {3}' -f $Script, $_.Line, $_.RuleName, $_.Message } |
            Should -BeNullOrEmpty
    }
}
