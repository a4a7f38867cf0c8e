[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries variables from block to block.')]
param()

BeforeDiscovery {
    # What HaShell must do as pwsh does it: the same command line is given to both.
    $cases = @(
        @{ Arguments = @('-NoProfile', '-NonInteractive', '-Command', '1 + 1') }
        @{ Arguments = @('-NoProfile', '-Command', 'exit 7') }
        @{ Arguments = @('-NoProfile', '-Command', 'throw "no"') }
        @{ Arguments = @('-NoProfile', '-Command', 'Get-NoSuchCommand') }
        @{ Arguments = @('-NoProfile', '-Command', 'Get-NoSuchCommand; "then"') }
        @{ Arguments = @('-NoProfile', '-c', '& /bin/sh -c "exit 3"') }
        @{ Arguments = @('-NoProfile', '-ExecutionPolicy', 'Bypass', '-EncodedCommand', [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes('"encoded $(40 + 2)"'))) }
        @{ Arguments = @('-NoProfile', '-Command', '[pscustomobject]@{ One = 1; Two = "zwei" }') }
        @{ Arguments = @('-NoProfile', '-File', '<script>', 'first', '-Switch', '-Number', '5', '-Code', '0', 'second') }
        @{ Arguments = @('-NoProfile', '-File', '<script>', '-Switch:$false', '-Code', '9') }
        @{ Arguments = @('-NoProfile', '-File', '<script>', '-Number', 'many') }
        @{ Arguments = @('-NoProfile', '-File', '<script>', '-Fail') }
        @{ Arguments = @('-NoProfile', '-File', '<script>', '-WriteError') }
    )
}

BeforeAll {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $shell = Get-ChildItem -Path "$root/src/HaShell/bin" -Recurse -Filter 'HaShell.dll' |
        Sort-Object -Property LastWriteTime -Descending | Select-Object -First 1
    $script = [System.IO.Path]::Combine($TestDrive, 'script.ps1')
    Set-Content -LiteralPath $script -Value @'
param([string] $First, [switch] $Switch, [int] $Number, [int] $Code, [switch] $Fail, [switch] $WriteError)
"First=$First Switch=$Switch Number=$Number args=$args root=$([System.IO.Path]::GetFileName($PSCommandPath))"
if ($Fail) { throw 'failed as asked' }
if ($WriteError) { Get-NoSuchCommand; return }
if ($Code) { exit $Code }
& /bin/sh -c 'exit 4'
'@
}

Describe 'HaShell stands in for pwsh' -Skip:(-not $IsLinux) {
    It 'does the same with <Arguments>' -ForEach $cases {
        $PSNativeCommandUseErrorActionPreference = $false
        $env:NO_COLOR = '1'
        $given = $Arguments | ForEach-Object { $_ -eq '<script>' ? $script : $_ }
        $expected = pwsh @given 2>$null
        $expectedCode = $LASTEXITCODE
        $actual = dotnet $shell.FullName @given 2>$null
        $LASTEXITCODE | Should -Be $expectedCode
        ($actual -join "`n") | Should -Be ($expected -join "`n")
    }
}
