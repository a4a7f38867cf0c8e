using System.Management.Automation;
using NginxHa.Nginx.Control;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Starts nginx and waits until it has workers.</summary>
[Cmdlet(VerbsLifecycle.Start, "NginxServer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(NginxServerStatus))]
public sealed class StartNginxServer : NginxServerCmdlet
{
    /// <inheritdoc/>
    protected override void OnProcess()
    {
        NginxServer server = RequireServer(Path);
        if (ShouldProcess(server.Paths.Configuration, "Start nginx"))
        {
            Await(token => server.StartAsync(Timeout, token));
            Pass(server);
        }
    }
}
