using System.Management.Automation;
using NginxHa.Nginx.Control;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>What the cmdlets that control nginx have in common.</summary>
public abstract class NginxServerCmdlet : NginxCmdlet
{
    /// <summary>The main configuration file (nginx's option -c); the one that nginx was built with when not given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigurationPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>How long it may take.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Give the server as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Gives the server as it is now, when that was asked for.</summary>
    private protected void Pass(NginxServer server)
    {
        if (PassThru)
        {
            WriteObject(NginxServerStatus.Of(server, null));
        }
    }

    /// <summary>Refuses to go on with a configuration that nginx does not take.</summary>
    private protected void RequireValid(NginxServer server)
    {
        NginxTestResult result = Await(server.TestAsync);
        if (!result.Success)
        {
            throw NginxProgram.Refused(result);
        }
    }
}
