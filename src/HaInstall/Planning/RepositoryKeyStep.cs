namespace NginxHa.Installation.Planning;

/// <summary>Fetches the key of nginx.org's repository, verifies its fingerprints, and keeps it.</summary>
/// <param name="Description">What it does.</param>
/// <param name="Path">Where it is kept.</param>
/// <param name="SourcePath">A file to take it from; null to fetch it.</param>
public sealed record RepositoryKeyStep(string Description, string Path, string? SourcePath) : InstallationStep(Description);
