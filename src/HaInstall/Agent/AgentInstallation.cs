namespace NginxHa.Installation.Agent;

/// <summary>The agent as it is installed on a machine.</summary>
/// <param name="Build">Id of the build in use; null when none is installed.</param>
/// <param name="PreviousBuild">Id of the build before it; null when there is none.</param>
/// <param name="IsNative">Whether it needs no .NET runtime; null when none is installed.</param>
/// <param name="Program">The program; null when none is installed.</param>
/// <param name="ServiceFile">The file of its service; null when it is not registered.</param>
/// <param name="IsEnabled">It starts at boot.</param>
/// <param name="IsActive">The service manager says that it runs.</param>
public sealed record AgentInstallation(string? Build, string? PreviousBuild, bool? IsNative, string? Program, string? ServiceFile, bool IsEnabled, bool IsActive);
