using System.Collections;
using NginxHa.Cmdlets.Engines;

namespace NginxHa.Cmdlets.Completion;

/// <summary>Completes the names of sync groups.</summary>
public sealed class SyncGroupNameCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Description)> GetNames(IDictionary boundParameters) =>
        EngineAnswer.Get((engine, token) => engine.GetGroupsAsync(token))
            .Select(group => (group.Options.Name, $"{group.Options.Name}: {group.State}, {string.Join(", ", group.Options.Members)}"));
}
