namespace NginxHa.Installation.Planning;

/// <summary>Removes files, and folders as far as nothing else is in them.</summary>
/// <param name="Description">What it does.</param>
/// <param name="Files">The files.</param>
/// <param name="Folders">The folders; they are tried from the innermost outwards.</param>
public sealed record RemovalStep(string Description, IReadOnlyList<string> Files, IReadOnlyList<string> Folders) : InstallationStep(Description)
{
    /// <summary>Folders that go with all that is in them.</summary>
    public IReadOnlyList<string> WholeFolders { get; init; } = [];
}
