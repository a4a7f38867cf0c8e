using System.Collections;
using NginxHa.Cmdlets.Commands.Nginx;

namespace NginxHa.Cmdlets.Completion;

/// <summary>Completes names of the monitors that run in this process.</summary>
public sealed class UpstreamMonitorCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<(string Name, string Description)> GetNames(IDictionary boundParameters) =>
        UpstreamMonitors.Session.List().Select(monitor => (monitor.Name, $"watches {monitor.Path}"));
}
