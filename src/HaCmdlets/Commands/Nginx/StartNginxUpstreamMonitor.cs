using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Control;
using NginxHa.Nginx.Health;

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

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        string path = ResolveConfiguration(Path);
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
        RequireUpstreams(path);
        string name = Name ?? path;
        if (UpstreamMonitors.Session.Find(name) is not null)
        {
            throw HaErrors.NginxMonitorExists(name);
        }

        if (UpstreamMonitors.Session.List().FirstOrDefault(other => other.Path == path && MonitorOptions.Conflict(other.Options, options)) is { } rival)
        {
            throw HaErrors.NginxMonitorConflict(rival.Name, path);
        }

        if (!ShouldProcess(path, ReadOnly ? "Watch the upstream servers" : "Watch the upstream servers and mark the unhealthy down"))
        {
            return;
        }

        NginxServer? server = ReadOnly ? null : ServerFor(path);
        if (server is null && !ReadOnly)
        {
            WriteWarning($"'{path}' is read by no nginx that is known here: servers are marked down in it without a test by nginx and without a reload.");
        }

        var monitor = new UpstreamMonitor(name, new NginxMonitoredConfiguration(path, server, Upstream), options);
        if (!UpstreamMonitors.TryStart(monitor))
        {
            throw HaErrors.NginxMonitorExists(name);
        }

        WriteObject(new NginxUpstreamMonitor(monitor));
    }

    private void RequireUpstreams(string path)
    {
        HashSet<string> known = [.. NginxHa.Nginx.Upstreams.UpstreamReader.Read(Load(path)).Select(upstream => upstream.Name)];
        foreach (string name in Upstream.Where(name => !known.Contains(name)))
        {
            throw HaErrors.NginxUpstreamNotFound(name, path);
        }
    }
}
