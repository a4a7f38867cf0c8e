namespace NginxHa.Agent.CommandLine;

/// <summary>
/// How the program ends: the numbers that the Linux Standard Base gives init scripts, so that service managers understand
/// them, and one more.
/// </summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>It failed, for a reason that was written to the log.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary><c>status</c>: no agent runs.</summary>
    public const int NotRunning = 3;

    /// <summary>The process lacks a privilege.</summary>
    public const int NotPermitted = 4;

    /// <summary>The document is missing or refused.</summary>
    public const int NotConfigured = 6;

    /// <summary>Another agent runs already.</summary>
    public const int AlreadyRunning = 8;
}
