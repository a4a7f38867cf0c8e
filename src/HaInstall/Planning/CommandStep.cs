using NginxHa.Platform;

namespace NginxHa.Installation.Planning;

/// <summary>Runs commands, one after the other, until one fails.</summary>
/// <param name="Description">What it does.</param>
/// <param name="Commands">The commands.</param>
public sealed record CommandStep(string Description, params IReadOnlyList<SystemCommand> Commands) : InstallationStep(Description)
{
    /// <summary>A failure of a command is of no account: stopping what does not run.</summary>
    public bool MayFail { get; init; }
}
