namespace NginxHa.Cmdlets.Publishing;

/// <summary>The way to a node.</summary>
internal interface INodeChannel : IDisposable
{
    /// <summary>What the user called it: a computer, or "this machine".</summary>
    string Target { get; }

    /// <summary>Puts a question to the node. Called on the pipeline's thread.</summary>
    Task<NodeAnswer> AskAsync(NodeRequest request, CancellationToken cancellationToken);
}
