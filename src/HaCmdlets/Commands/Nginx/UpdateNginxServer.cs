using System.Management.Automation;
using NginxHa.Nginx.Control;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Has nginx read its configuration again, gracefully, and waits until the new workers have taken over.</summary>
[Cmdlet(VerbsData.Update, "NginxServer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(NginxReload))]
public sealed class UpdateNginxServer : NginxServerCmdlet
{
    /// <inheritdoc/>
    protected override void OnProcess()
    {
        NginxServer server = RequireServer(Path);
        if (!ShouldProcess(server.Paths.Configuration, "Reload nginx"))
        {
            return;
        }

        RequireValid(server);
        NginxReload reload = Await(token => server.ReloadAsync(Timeout, token));
        if (PassThru)
        {
            WriteObject(reload);
        }
    }
}
