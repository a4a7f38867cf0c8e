#requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests, analyses and packages the module, for people who live in pwsh.
.DESCRIPTION
    `dotnet build` and `tests/run` do everything that needs no pwsh; this script calls them and adds what only pwsh can:
    Pester, PSScriptAnalyzer and packaging.
.PARAMETER Task
    What to do, in the order given:
    Build    assembles output/NginxHa
    Test     runs all tests (tests/run on Linux; the unit, module and Pester tests elsewhere)
    Pester   runs tests/Pester against the assembled module, PSScriptAnalyzer included
    Analyze  prints what PSScriptAnalyzer finds
    Help     brings docs/en-US/*.md and the README's table up to date with the cmdlets
    Package  writes output/NginxHa.<version>.nupkg, ready for Publish-PSResource -NupkgPath
    Clean    removes what was built
.PARAMETER Configuration
    The build configuration.
.PARAMETER CountFile
    A file that the Pester task writes "passed failed skipped" to, and a line for each test that failed; or "none" when
    Pester 5 is not installed.
.EXAMPLE
    ./build.ps1
    Builds the module; Import-Module ./output/NginxHa loads it.
.EXAMPLE
    ./build.ps1 -Task Build, Test, Package
#>
[CmdletBinding()]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'The functions below use them.')]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pester', 'Analyze', 'Help', 'Package', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [string] $CountFile
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$root = $PSScriptRoot
$module = [System.IO.Path]::Combine($root, 'output', 'NginxHa')

function Invoke-Build {
    dotnet build "$root/NginxHa.slnx" --configuration $Configuration --nologo --verbosity quiet
}

function Invoke-Test {
    if ($IsLinux) {
        & "$root/tests/run"
        return
    }

    foreach ($suite in 'Unit', 'Module') {
        dotnet run --configuration $Configuration --project "$root/tests/$suite"
    }

    Invoke-PesterSuite
}

function Invoke-PesterSuite {
    $pester = Get-Module -Name Pester -ListAvailable | Where-Object Version -GE '5.5.0' | Select-Object -First 1
    if (-not $pester) {
        Write-Warning 'Pester 5.5 or newer is not installed (Install-PSResource -Name Pester): its tests are left out.'
        if ($CountFile) { Set-Content -LiteralPath $CountFile -Value 'none' }
        return
    }

    if (-not (Test-Path -LiteralPath "$module/NginxHa.psd1")) { Invoke-Build }

    $pester | Import-Module
    $options = New-PesterConfiguration
    $options.Run.Path = "$root/tests/Pester"
    $options.Run.PassThru = $true
    $options.Output.Verbosity = 'Detailed'
    $options.Output.RenderMode = $env:CI ? 'Plaintext' : 'Auto'
    $result = Invoke-Pester -Configuration $options
    # A file that could not be read, or a container that failed, has no test to count.
    $broken = $result.FailedContainersCount + $result.FailedBlocksCount
    if ($CountFile) {
        Set-Content -LiteralPath $CountFile -Value @(
            "$($result.PassedCount) $($result.FailedCount + $broken) $($result.SkippedCount)"
            $result.Failed.ExpandedPath
        )
    }

    if ($result.Result -ne 'Passed') {
        throw "$($result.FailedCount + $broken) Pester tests failed."
    }
}

function Invoke-Analysis {
    $settings = "$root/PSScriptAnalyzerSettings.psd1"
    $targets = @(
        Get-ChildItem -Path $root -File -Exclude 'NginxHa.psd1'
        'module', 'DscResources', 'examples', 'tests/Pester' | ForEach-Object { Get-ChildItem -Path "$root/$_" -Recurse -File -ErrorAction Ignore }
        Get-ChildItem -Path $module -File -ErrorAction Ignore
    )
    $targets | Where-Object Extension -In '.ps1', '.psm1', '.psd1' | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName -Settings $settings }
}

function Invoke-HelpUpdate {
    Invoke-Build
    dotnet run --no-build --configuration $Configuration --project "$root/build/ModuleAssembler" -- help $root "$module/HaCmdlets.dll"
}

function Invoke-Packaging {
    Invoke-Build
    $null = Test-ModuleManifest -Path "$module/NginxHa.psd1"
    Compress-PSResource -Path $module -DestinationPath "$root/output" -SkipModuleManifestValidate
    Get-ChildItem -LiteralPath "$root/output" -Filter '*.nupkg'
}

function Invoke-Clean {
    dotnet clean "$root/NginxHa.slnx" --configuration $Configuration --nologo --verbosity quiet
    if (Test-Path -LiteralPath "$root/output") { Remove-Item -LiteralPath "$root/output" -Recurse }
}

foreach ($name in $Task) {
    switch ($name) {
        'Build' { Invoke-Build }
        'Test' { Invoke-Test }
        'Pester' { Invoke-PesterSuite }
        'Analyze' { Invoke-Analysis }
        'Help' { Invoke-HelpUpdate }
        'Package' { Invoke-Packaging }
        'Clean' { Invoke-Clean }
    }
}
