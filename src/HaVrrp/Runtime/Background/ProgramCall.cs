namespace NginxHa.Vrrp.Runtime.Background;

/// <summary>A program and how to run it.</summary>
/// <param name="Program">Absolute path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="User">User to run as, or null for the engine's own.</param>
/// <param name="Timeout">Longest run.</param>
internal sealed record ProgramCall(string Program, IReadOnlyList<string> Arguments, string? User, TimeSpan Timeout);

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code, or null when it did not run to its end.</param>
/// <param name="Detail">Words for people.</param>
internal sealed record ProgramResult(int? ExitCode, string Detail);
