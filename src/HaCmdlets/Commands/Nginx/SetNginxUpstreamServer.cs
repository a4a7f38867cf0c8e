using System.Management.Automation;
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
    private protected override void Change(Pending pending, Upstream upstream, string address)
    {
        UpstreamServer server = Find(upstream, address);
        UpstreamServerSettings settings = Settings() with
        {
            Address = NewAddress is null ? null : ParseAddress(nameof(NewAddress), NewAddress),
        };
        UpstreamEditor.Set(pending.EditOf(upstream, server.Directive.File), server, settings);
    }
}
