using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Output;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Health;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Asks the servers of upstreams, or any servers, whether they are healthy.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NginxUpstream", DefaultParameterSetName = NameSet)]
[OutputType(typeof(HealthResult), typeof(bool))]
public sealed class TestNginxUpstream : HealthCheckCmdlet
{
    private const string NameSet = "Name";
    private const string InputSet = "InputObject";
    private const string ServerSet = "Server";

    private readonly List<HealthTarget> _targets = [];
    private HealthCheck _check = new();

    /// <summary>Names of upstreams; wildcards are allowed. All when not given.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UpstreamNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The configuration; the one that nginx was built with when not given.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Upstreams or servers of Get-NginxUpstream, or addresses as text.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Addresses: HOST, HOST:PORT, [IPV6]:PORT or unix:PATH.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ServerSet)]
    [ValidateNotNullOrEmpty]
    public string[] Server { get; set; } = [];

    /// <summary>Give true when every server is healthy, else false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin() => _check = BuildCheck();

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        switch (ParameterSetName)
        {
            case ServerSet:
                _targets.AddRange(Server.Select(server => Parse(nameof(Server), server)));
                break;
            case InputSet:
                foreach (PSObject input in InputObject)
                {
                    AddInput(input.BaseObject);
                }

                break;
            default:
                AddNamed();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (_targets.Count == 0)
        {
            if (Quiet)
            {
                WriteObject(false);
            }

            return;
        }

        bool healthy = true;
        long done = 0;
        using var progress = new CmdletProgress(this, "Testing upstream servers");
        Await(async token =>
        {
            await foreach (HealthResult result in new HealthProber().ProbeAllAsync(_targets, _check, ThrottleLimit, token))
            {
                done++;
                healthy &= result.Healthy;
                progress.Report($"{result.Server}: {result.Reason}", done, Math.Max(done, _targets.Count));
                if (!Quiet)
                {
                    WriteObject(result);
                }
            }
        });
        if (Quiet)
        {
            WriteObject(healthy);
        }
    }

    private static HealthTarget Parse(string field, string server) => ServerAddress.TryParse(server, out ServerAddress? address)
        ? new HealthTarget(address)
        : throw HaErrors.InvalidValue(field, server, ServerAddress.Allowed);

    private void AddInput(object input)
    {
        switch (input)
        {
            case Upstream upstream:
                _targets.AddRange(HealthTarget.From([upstream]));
                break;
            case UpstreamServer server when HealthTarget.From(server) is { } target:
                _targets.Add(target);
                break;
            case string text:
                _targets.Add(Parse(nameof(InputObject), text));
                break;
            default:
                throw HaErrors.InvalidValue(nameof(InputObject), input, "an upstream or server of Get-NginxUpstream, or an address as text");
        }
    }

    private void AddNamed()
    {
        string path = ResolveConfiguration(Path);
        IReadOnlyList<Upstream> all = UpstreamReader.Read(Load(path, ParseMode.Tolerant));
        foreach (string name in Name)
        {
            Upstream[] found = UpstreamFinder.FindAll(all, name);
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(HaErrors.NginxUpstreamNotFound(name, path));
            }

            _targets.AddRange(HealthTarget.From(found));
        }
    }
}
