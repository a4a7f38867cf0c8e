using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Adds servers to an upstream.</summary>
[Cmdlet(VerbsCommon.Add, "NginxUpstreamServer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Upstream))]
public sealed class AddNginxUpstreamServer : UpstreamServerSettingsCmdlet
{
    private readonly HashSet<(Upstream Upstream, string Address)> _added = [];

    /// <inheritdoc/>
    private protected override bool TryChange(Pending pending, Upstream upstream, string address)
    {
        ServerAddress parsed = ParseAddress(nameof(Server), address);
        if (UpstreamFinder.FindServer(upstream, address) is not null || !_added.Add((upstream, parsed.ToString())))
        {
            throw HaErrors.NginxUpstreamServerExists(upstream.Name, address);
        }

        ConfigurationFile file = upstream.Servers.Count > 0 ? upstream.Servers[^1].Directive.File : upstream.Directive.File;
        UpstreamEditor.Add(pending.EditOf(upstream, file), upstream, Settings() with { Address = parsed });
        pending.Added.Add(upstream);
        return true;
    }
}
