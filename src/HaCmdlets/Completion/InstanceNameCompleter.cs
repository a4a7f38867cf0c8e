using System.Collections;
using NginxHa.Cmdlets.Engines;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Completion;

/// <summary>Completes the names of running instances.</summary>
public sealed class InstanceNameCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Description)> GetNames(IDictionary boundParameters) =>
        EngineAnswer.Get((engine, token) => engine.GetInstancesAsync(token))
            .Select(status => (status.Options.Name, Describe(status)));

    private static string Describe(VrrpInstanceStatus status) =>
        $"{status.Options.Name}: {status.State}, VRID {status.Options.VirtualRouterId} on {status.Options.Interface}, priority {status.EffectivePriority}";
}
