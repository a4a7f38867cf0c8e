using NginxHa.Cmdlets.Publishing;

namespace NginxHa.Tests.Interop.Topologies;

/// <summary>The way to a node in a namespace: the module there answers in a shell of its own, as it does behind a session.</summary>
internal sealed class NamespaceChannel(DeclaredNode node) : INodeChannel
{
    public string Target => node.Node.Name;

    public async Task<NodeAnswer> AskAsync(NodeRequest request, CancellationToken cancellationToken)
    {
        // The nodes share one file system here: each has paths of its own.
        string answer = await node.Shell.AskAsync((request with { Settings = node.Place(request.Settings) }).Write(), cancellationToken);
        return NodeAnswer.Read(answer);
    }

    public void Dispose()
    {
    }
}
