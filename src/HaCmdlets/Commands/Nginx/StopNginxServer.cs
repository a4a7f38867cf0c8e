using System.Management.Automation;
using NginxHa.Nginx.Control;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Ends nginx and waits until its processes are gone.</summary>
[Cmdlet(VerbsLifecycle.Stop, "NginxServer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(NginxServerStatus))]
public sealed class StopNginxServer : NginxServerCmdlet
{
    /// <summary>Cut requests in progress off instead of letting them come to their end.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        NginxServer server = RequireServer(Path);
        if (ShouldProcess(server.Paths.Configuration, Force ? "Stop nginx at once" : "Stop nginx gracefully"))
        {
            Await(token => server.StopAsync(graceful: !Force, Timeout, token));
            Pass(server);
        }
    }
}
