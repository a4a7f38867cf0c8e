namespace NginxHa.Control.Server;

/// <summary>A request under way.</summary>
internal sealed class ActiveRequest : IDisposable
{
    private readonly CancellationTokenSource _cancellation;

    /// <param name="isStream">Whether it goes on until somebody ends it.</param>
    /// <param name="gone">Cancelled when the client leaves.</param>
    public ActiveRequest(bool isStream, CancellationToken gone)
    {
        IsStream = isStream;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(gone);
        Token = _cancellation.Token;
    }

    public bool IsStream { get; }

    public CancellationToken Token { get; }

    public Task Task { get; set; } = Task.CompletedTask;

    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just finished.
        }
    }

    public void Dispose() => _cancellation.Dispose();
}
