using System.Management.Automation;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Removes servers from an upstream.</summary>
[Cmdlet(VerbsCommon.Remove, "NginxUpstreamServer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Upstream))]
public sealed class RemoveNginxUpstreamServer : UpstreamServerChangeCmdlet
{
    /// <inheritdoc/>
    private protected override bool TryChange(Pending pending, Upstream upstream, string address)
    {
        IReadOnlyList<UpstreamServer> servers = UpstreamFinder.FindServers(upstream, address);
        foreach (UpstreamServer server in servers.Where(pending.Removed.Add))
        {
            UpstreamEditor.Remove(pending.EditOf(upstream, server.Directive.File), server);
        }

        return servers.Count > 0;
    }
}
