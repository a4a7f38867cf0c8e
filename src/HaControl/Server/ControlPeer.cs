namespace NginxHa.Control.Server;

/// <summary>A client that came in.</summary>
/// <param name="Stream">The connection.</param>
/// <param name="UserId">Its user, as the kernel says; null where the listener lets in whom it may already.</param>
/// <param name="ProcessId">Its process, as the kernel says; null when that is not known.</param>
internal sealed record ControlPeer(Stream Stream, uint? UserId, int? ProcessId)
{
    /// <summary>Who it is, for the log.</summary>
    public override string ToString() => (UserId, ProcessId) switch
    {
        ({ } user, { } process) => $"process {process} of user {user}",
        _ => "a client of the pipe",
    };
}
