using System.Management.Automation;

namespace NginxHa.Tests.ModuleTests.Help;

/// <summary>A cmdlet to generate help for.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Sample", SupportsShouldProcess = true, DefaultParameterSetName = "ByName")]
[OutputType(typeof(Version))]
public sealed class SampleCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ByName", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [Alias("Label")]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "ById")]
    public int Id { get; set; }

    [Parameter]
    public byte Priority { get; set; } = 100;

    [Parameter]
    [ValidateSet("One", "Two")]
    public string? Kind { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }
}
