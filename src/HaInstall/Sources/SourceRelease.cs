namespace NginxHa.Installation.Sources;

/// <summary>A release whose archive is known.</summary>
/// <param name="Component">nginx or keepalived.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">SHA-256 of the archive, lower case.</param>
public sealed record SourceRelease(Component Component, string Version, string Sha256);
