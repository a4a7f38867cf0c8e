<#
.SYNOPSIS
    Holds a node against a DSC resource of a module, or makes it what the resource declares.

.DESCRIPTION
    The properties come as a JSON object on standard input. The result is one line of JSON: whether anything is, or was,
    another than declared, and what. An error is written, and the exit code is 1.

.PARAMETER Module
    The module: its name, or the path of its manifest.

.PARAMETER Resource
    Name of the resource.

.PARAMETER Method
    Test to look only, Set to change.

.EXAMPLE
    '{ "Name": "web", ... }' | pwsh -File resource.ps1 -Resource HaTopology -Method Set
#>
[CmdletBinding()]
param(
    [string] $Module = 'NginxHa',
    [Parameter(Mandatory)] [string] $Resource,
    [ValidateSet('Test', 'Set')] [string] $Method = 'Test'
)

$ErrorActionPreference = 'Stop'
$null = [System.Reflection.Assembly]::Load('System.Text.Json')

function ConvertFrom-JsonElement($Element) {
    switch ($Element.ValueKind) {
        'Object' {
            $table = @{}
            foreach ($member in $Element.EnumerateObject()) {
                $table[$member.Name] = ConvertFrom-JsonElement $member.Value
            }

            $table
        }
        'Array' { , @(foreach ($item in $Element.EnumerateArray()) { ConvertFrom-JsonElement $item }) }
        'String' { $Element.GetString() }
        'Number' { if ($Element.GetRawText() -match '^-?\d+$') { $Element.GetInt64() } else { $Element.GetDouble() } }
        'True' { $true }
        'False' { $false }
    }
}

function ConvertTo-SecureText([string] $Text) {
    $secure = [securestring]::new()
    foreach ($character in $Text.ToCharArray()) {
        $secure.AppendChar($character)
    }

    $secure
}

try {
    $type = & (Import-Module -Name $Module -PassThru) ([scriptblock]::Create("'$($Resource -replace '\W')' -as 'type'"))
    if (-not $type) {
        throw "The module has no resource '$Resource'."
    }

    $declared = ConvertFrom-JsonElement ([System.Text.Json.JsonDocument]::Parse([Console]::In.ReadToEnd()).RootElement)
    $instance = $type::new()
    foreach ($name in $declared.Keys) {
        $isSecret = $type.GetProperty($name).PropertyType -eq [securestring]
        $instance.$name = if ($isSecret) { ConvertTo-SecureText $declared[$name] } else { $declared[$name] }
    }

    $reasons = @($instance.Get().Reasons)
    if ($reasons -and $Method -eq 'Set') {
        $instance.Set()
    }

    $text = foreach ($reason in $reasons) { '"' + [System.Text.Json.JsonEncodedText]::Encode($reason).Value + '"' }
    '{"changed":' + "$([bool]$reasons)".ToLowerInvariant() + ',"reasons":[' + ($text -join ',') + ']}'
} catch {
    [Console]::Error.WriteLine($_.Exception.Message)
    exit 1
}
