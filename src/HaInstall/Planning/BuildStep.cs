using NginxHa.Installation.Sources;

namespace NginxHa.Installation.Planning;

/// <summary>Builds a component from source and installs it.</summary>
/// <param name="Description">What it does.</param>
/// <param name="Build">The build.</param>
public sealed record BuildStep(string Description, SourceBuild Build) : InstallationStep(Description);
