namespace NginxHa.Cmdlets.Resources;

/// <summary>What a resource needs from whoever runs it.</summary>
/// <param name="Verbose">Takes a line on what is done.</param>
/// <param name="Warn">Takes a line that a user should see.</param>
/// <param name="Resolve">Makes a path as written an absolute one.</param>
/// <param name="CancellationToken">Ends it.</param>
internal sealed record ResourceContext(
    Action<string> Verbose, Action<string> Warn, Func<string, string> Resolve, CancellationToken CancellationToken);
