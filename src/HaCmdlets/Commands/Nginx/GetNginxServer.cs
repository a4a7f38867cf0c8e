using System.Management.Automation;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Gives nginx as it is: processes, version, build and figures.</summary>
[Cmdlet(VerbsCommon.Get, "NginxServer")]
[OutputType(typeof(NginxServerStatus))]
public sealed class GetNginxServer : NginxCmdlet
{
    private static readonly TimeSpan StatusTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The main configuration file (nginx's option -c); the one that nginx was built with when not given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigurationPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Address of the page of stub_status; looked for in the configuration when not given.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? StatusUri { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        NginxServer server = RequireServer(Path);
        WriteObject(NginxServerStatus.Of(server, server.FindProcesses() is null ? null : ReadStatus(server)));
    }

    private StubStatus? ReadStatus(NginxServer server)
    {
        Uri? uri = StatusUri ?? StatusPage.Find(ConfigurationSet.Load(server.Paths.Configuration, ParseMode.Tolerant));
        if (uri is null)
        {
            return null;
        }

        try
        {
            return Await(token => StubStatus.ReadAsync(uri, StatusTimeout, token));
        }
        catch (Exception e) when (e is HttpRequestException or FormatException or TaskCanceledException && !CancellationToken.IsCancellationRequested)
        {
            WriteVerbose($"{uri} gives no figures: {e.Message}");
            return null;
        }
    }
}
