namespace NginxHa.Tests.ModuleTests.Shell;

/// <summary>How a run of HaShell ended.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Error);
