using System.Management.Automation;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Removes servers from an upstream.</summary>
[Cmdlet(VerbsCommon.Remove, "NginxUpstreamServer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Upstream))]
public sealed class RemoveNginxUpstreamServer : UpstreamServerChangeCmdlet
{
    /// <inheritdoc/>
    private protected override void Change(Pending pending, Upstream upstream, string address)
    {
        UpstreamServer server = Find(upstream, address);
        if (pending.Removed.Add(server))
        {
            UpstreamEditor.Remove(pending.EditOf(upstream, server.Directive.File), server);
        }
    }
}
