namespace NginxHa.Platform;

/// <summary>How a command came to its end.</summary>
public enum CommandEnding
{
    /// <summary>It ended by itself; its exit code counts.</summary>
    Exited,

    /// <summary>There is no such program, or it cannot be started.</summary>
    NotStarted,

    /// <summary>It did not end within its time limit and was ended with all that it had started.</summary>
    TimedOut,
}
