using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Changes servers of an upstream.</summary>
[Cmdlet(VerbsCommon.Set, "NginxUpstreamServer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Upstream))]
public sealed class SetNginxUpstreamServer : UpstreamServerSettingsCmdlet
{
    /// <summary>Another address for the server.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewAddress { get; set; }

    /// <inheritdoc/>
    private protected override bool TryChange(Pending pending, Upstream upstream, string address)
    {
        IReadOnlyList<UpstreamServer> servers = UpstreamFinder.FindServers(upstream, address);
        if (NewAddress is not null && servers.Count > 1)
        {
            throw HaErrors.InvalidValue(nameof(NewAddress), NewAddress, $"an address for one server; '{address}' means {servers.Count} servers of '{upstream.Name}'");
        }

        UpstreamServerSettings settings = Settings() with
        {
            Address = NewAddress is null ? null : ParseAddress(nameof(NewAddress), NewAddress),
        };
        foreach (UpstreamServer server in servers)
        {
            UpstreamEditor.Set(pending.EditOf(upstream, server.Directive.File), server, settings);
        }

        return servers.Count > 0;
    }
}
