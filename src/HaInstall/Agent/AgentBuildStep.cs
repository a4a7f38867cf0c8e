using NginxHa.Installation.Planning;

namespace NginxHa.Installation.Agent;

/// <summary>Copies a build of the agent into a folder of its own and makes it the one in use; the one before is kept.</summary>
/// <param name="Description">What it does.</param>
/// <param name="Build">The build.</param>
/// <param name="Folder">Folder of all builds.</param>
public sealed record AgentBuildStep(string Description, AgentBuild Build, string Folder) : InstallationStep(Description);
