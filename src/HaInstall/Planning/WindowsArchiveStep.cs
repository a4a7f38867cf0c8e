using NginxHa.Installation.Sources;

namespace NginxHa.Installation.Planning;

/// <summary>Unpacks nginx's zip for Windows.</summary>
/// <param name="Description">What it does.</param>
/// <param name="Build">Archive, version, checksums and folder.</param>
public sealed record WindowsArchiveStep(string Description, SourceBuild Build) : InstallationStep(Description);
