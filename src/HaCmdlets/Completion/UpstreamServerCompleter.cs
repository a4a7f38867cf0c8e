using System.Collections;

namespace NginxHa.Cmdlets.Completion;

/// <summary>Completes addresses of the servers of the upstream that was typed already.</summary>
public sealed class UpstreamServerCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Description)> GetNames(IDictionary boundParameters)
    {
        ArgumentNullException.ThrowIfNull(boundParameters);
        string? upstream = boundParameters["Upstream"]?.ToString();
        return UpstreamNameCompleter.Read(boundParameters)
            .Where(known => upstream is null || known.Name == upstream)
            .SelectMany(known => known.Servers)
            .Select(server => (server.Address, $"server of {server.Upstream.Name}{(server.Down ? ", down" : string.Empty)}"))
            .Distinct();
    }
}
