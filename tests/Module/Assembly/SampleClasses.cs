namespace NginxHa.Tests.ModuleTests.Assembly;

/// <summary>Class files as an author writes them, in an order that only a merge makes compile.</summary>
internal static class SampleClasses
{
    public const string Resource = """
        using namespace System.Collections.Generic

        <#
        .SYNOPSIS
            A router that is
            kept as described.
        .PARAMETER Name
            What it is called.
        #>
        [DscResource()]
        class SampleRouter : SampleBase {
            [DscProperty(Key)]
            [ValidateNotNullOrEmpty()]
            [string] $Name

            # How much it wants to be master.
            [DscProperty()]
            [ValidateRange(1, 254)]
            [byte] $Priority = 100

            [DscProperty(Mandatory)]
            [string[]] $Address

            [DscProperty()]
            [Nullable[int]] $Delay

            [DscProperty()]
            [SamplePart[]] $Part

            [DscProperty(NotConfigurable)]
            [string[]] $Reason

            hidden [int] $Secret

            [SampleRouter] Get() { return [SampleRouter]::new() }
            [bool] Test() { return $true }
            [void] Set() { $null = [List[string]]::new() }
        }
        """;

    public const string Base = """
        using namespace System.Collections.Generic
        class SampleBase {
            [DscProperty()]
            [SampleEnsure] $Ensure = [SampleEnsure]::Present
        }

        # A part of a router.
        class SamplePart {
            [ValidateSet('Http', 'Tcp')]
            [string] $Kind
            [hashtable] $Header
        }
        """;

    public const string Enum = """
        enum SampleEnsure {
            Present
            Absent
        }
        """;
}
