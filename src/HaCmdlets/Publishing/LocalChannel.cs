namespace NginxHa.Cmdlets.Publishing;

/// <summary>The way to this machine.</summary>
internal sealed class LocalChannel : INodeChannel
{
    /// <inheritdoc/>
    public string Target => Environment.MachineName;

    /// <inheritdoc/>
    public Task<NodeAnswer> AskAsync(NodeRequest request, CancellationToken cancellationToken) => NodeCommand.RunAsync(request, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
