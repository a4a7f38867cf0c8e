using System.Management.Automation;
using NginxHa.Nginx.Control;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Ends nginx and starts it again; when it takes its configuration, that is.</summary>
[Cmdlet(VerbsLifecycle.Restart, "NginxServer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(NginxServerStatus))]
public sealed class RestartNginxServer : NginxServerCmdlet
{
    /// <summary>Cut requests in progress off instead of letting them come to their end.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        NginxServer server = RequireServer(Path);
        if (!ShouldProcess(server.Paths.Configuration, "Restart nginx"))
        {
            return;
        }

        // A restart that ends in a stop is worse than none.
        RequireValid(server);
        if (server.FindProcesses() is not null)
        {
            Await(token => server.StopAsync(graceful: !Force, Timeout, token));
        }

        Await(token => server.StartAsync(Timeout, token));
        Pass(server);
    }
}
