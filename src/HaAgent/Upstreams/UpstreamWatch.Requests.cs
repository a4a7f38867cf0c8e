using NginxHa.Agent.Logging;
using NginxHa.Nginx.Health;
using NginxHa.Topology;

namespace NginxHa.Agent.Upstreams;

/// <content>
/// What clients of the control socket ask for. It lasts until the document is read again: that brings back what it declares, and
/// leaves alone what a client has started beside it.
/// </content>
internal sealed partial class UpstreamWatch : IUpstreamMonitorService
{
    public Task<IReadOnlyList<UpstreamMonitorStatus>> GetMonitorsAsync(CancellationToken cancellationToken)
    {
        NginxSettings declared = _declared;
        IEnumerable<UpstreamMonitorStatus> running = _running.List().Select(monitor => Describe(monitor, declared));
        IEnumerable<UpstreamMonitorStatus> missing = Missing(declared).Select(settings => new UpstreamMonitorStatus([])
        {
            Name = settings.Name,
            Path = declared.ConfigurationPath ?? string.Empty,
            IsDeclared = true,
            Options = settings.Options,
            Problem = ProblemOf(settings.Name),
        });
        return Task.FromResult<IReadOnlyList<UpstreamMonitorStatus>>([.. running.Concat(missing).OrderBy(static status => status.Name, StringComparer.OrdinalIgnoreCase)]);
    }

    public async Task<UpstreamMonitorStatus> StartMonitorAsync(UpstreamMonitorRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await _changes.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            UpstreamMonitor monitor = await StartAsync(request, mayWait: false, cancellationToken).ConfigureAwait(false);
            _asked = _asked.Add(monitor.Name);
            return Describe(monitor, _declared);
        }
        finally
        {
            _changes.Release();
        }
    }

    public async Task<UpstreamMonitorStatus> StopMonitorAsync(string name, bool keepMarks, CancellationToken cancellationToken)
    {
        await _changes.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            NginxSettings declared = _declared;
            UpstreamMonitorStatus? last = null;
            if (_running.Find(name) is { } monitor)
            {
                // Once begun it comes to its end: the client may leave, and the servers still come back.
                await _running.StopAsync(name, keepMarks, CancellationToken.None).ConfigureAwait(false);
                last = Describe(monitor, declared);
                log.Information($"Upstream monitor {monitor.Name} was stopped by request.", new LogField("monitor", monitor.Name));
            }
            else if (Missing(declared).FirstOrDefault(settings => IsName(settings.Name, name)) is { } settings)
            {
                last = new UpstreamMonitorStatus([]) { Name = settings.Name, IsDeclared = true, Options = settings.Options };
            }

            if (last is null)
            {
                throw new UpstreamMonitorException(UpstreamMonitorFailure.NotFound, name, $"There is no monitor named '{name}'.");
            }

            _asked = _asked.Remove(name);
            if (declared.UpstreamMonitors.Any(settings => IsName(settings.Name, name)))
            {
                _stopped = _stopped.Add(name);
            }

            return last;
        }
        finally
        {
            _changes.Release();
        }
    }

    private UpstreamMonitorStatus Describe(UpstreamMonitor monitor, NginxSettings declared) => monitor.GetStatus() with
    {
        IsDeclared = !_asked.Contains(monitor.Name) && declared.UpstreamMonitors.Any(settings => IsName(settings.Name, monitor.Name)),
    };

    private string? ProblemOf(string name)
    {
        lock (_problems)
        {
            return _problems.GetValueOrDefault(name) ?? "it has not started yet";
        }
    }
}
