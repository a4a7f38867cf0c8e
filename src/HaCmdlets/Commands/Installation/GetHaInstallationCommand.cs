using System.Management.Automation;
using NginxHa.Installation;

namespace NginxHa.Cmdlets.Commands.Installation;

/// <summary>Tells which nginx and keepalived are on the machine, where they came from, and whether their services start and run.</summary>
[Cmdlet(VerbsCommon.Get, "HaInstallation")]
[OutputType(typeof(HaInstallation))]
public sealed class GetHaInstallationCommand : InstallationCmdlet
{
    /// <summary>What to look at.</summary>
    [Parameter(Position = 0)]
    public Component Component { get; set; } = Component.Both;

    /// <inheritdoc/>
    protected override void OnEnd() => AwaitInstallation(async cancellationToken =>
        WriteObject(await ReadInstallationsAsync(Component, await ReadStateAsync(cancellationToken), cancellationToken), enumerateCollection: true));
}
