using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Engines;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Health;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Begins to watch the servers of upstreams in the background, and takes the unhealthy out of use.</summary>
[Cmdlet(VerbsLifecycle.Start, "NginxUpstreamMonitor", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(NginxUpstreamMonitor))]
public sealed class StartNginxUpstreamMonitor : HealthCheckCmdlet
{
    /// <summary>Name of the monitor; the path of the configuration when not given.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Names of the upstreams to watch; all when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UpstreamNameCompleter))]
    public string[] Upstream { get; set; } = [];

    /// <summary>The configuration; the one that nginx was built with when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Time between two questions to a server.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>By which part of the interval each question comes earlier or later.</summary>
    [Parameter]
    [ValidateRange(0.0, 0.5)]
    public double Jitter { get; set; } = 0.1;

    /// <summary>Longest interval for a server that has been unhealthy for long; five intervals when not given.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? MaximumInterval { get; set; }

    /// <summary>Successes in a row after which an unhealthy server is healthy.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Rise { get; set; } = 2;

    /// <summary>Failures in a row after which a healthy server is unhealthy.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Fall { get; set; } = 3;

    /// <summary>How long to gather changes before nginx reloads.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan Debounce { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Least time between two reloads.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Servers of each upstream that stay in use whatever the checks say.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MinimumHealthy { get; set; } = 1;

    /// <summary>Only watch; the configuration stays as it is.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>Where it runs: in this process (Session), or in the agent, which outlives it.</summary>
    [Parameter]
    public EngineKind Engine { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        var request = new UpstreamMonitorRequest
        {
            Name = Name,
            ConfigurationPath = Path is null ? null : ResolveFilePath(Path),
            ProgramPath = Locator.ProgramPath,
            Prefix = Locator.Prefix,
            Options = BuildOptions(),
        };
        if ((Engine == EngineKind.Session ? StartHere(request) : StartInAgent(request)) is { } status)
        {
            WriteObject(new NginxUpstreamMonitor(status, Engine));
        }
    }

    private UpstreamMonitorStatus? StartHere(UpstreamMonitorRequest request)
    {
        UpstreamMonitor monitor = Await(token => UpstreamMonitors.Session.PrepareAsync(request, mayWait: false, token));
        RefuseConflict(EngineKind.Agent, monitor.Path, request.Options);
        if (!ShouldProcess(monitor.Path, Describe()))
        {
            return null;
        }

        if (!ReadOnly && ServerFor(monitor.Path) is null)
        {
            WriteWarning($"'{monitor.Path}' is read by no nginx that is known here: servers are marked down in it without a test by nginx and without a reload.");
        }

        UpstreamMonitors.Start(monitor);
        return monitor.GetStatus();
    }

    private UpstreamMonitorStatus? StartInAgent(UpstreamMonitorRequest request)
    {
        IUpstreamMonitorService agent = MonitorFinder.ServiceOf(EngineKind.Agent);
        if (request.ConfigurationPath is { } path)
        {
            RefuseConflict(EngineKind.Session, path, request.Options);
        }

        return ShouldProcess(request.ConfigurationPath ?? "the agent's nginx", Describe()) ? Await(token => agent.StartMonitorAsync(request, token)) : null;
    }

    /// <summary>Two judges of the same servers would undo each other's marks; each engine refuses it of its own monitors.</summary>
    private void RefuseConflict(EngineKind other, string path, MonitorOptions options)
    {
        EngineKind? kind = other == EngineKind.Session ? EngineKind.Session : null;
        NginxUpstreamMonitor? rival = Await(token => MonitorFinder.FindAsync(null, kind, _ => { }, token))
            .FirstOrDefault(monitor => monitor.Engine == other && monitor.Path == path && MonitorOptions.Conflict(monitor.Options, options));
        if (rival is not null)
        {
            throw HaErrors.NginxMonitorConflict(rival.Name, path, other.ToString());
        }
    }

    private string Describe() => ReadOnly ? "Watch the upstream servers" : "Watch the upstream servers and mark the unhealthy down";

    private MonitorOptions BuildOptions()
    {
        var options = new MonitorOptions
        {
            Check = BuildCheck(),
            Upstreams = Upstream,
            Interval = Interval,
            Jitter = Jitter,
            MaximumInterval = MaximumInterval,
            Rise = Rise,
            Fall = Fall,
            Debounce = Debounce,
            ReloadInterval = ReloadInterval,
            MinimumHealthy = MinimumHealthy,
            ThrottleLimit = ThrottleLimit,
            ReadOnly = ReadOnly,
        };
        options.Validate();
        return options;
    }
}
