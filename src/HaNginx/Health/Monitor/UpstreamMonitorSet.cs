using System.Collections.Concurrent;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;

namespace NginxHa.Nginx.Health;

/// <summary>The monitors that run in one program, by name; capitals and small letters are the same.</summary>
/// <param name="timeProvider">Clock; null for the system's.</param>
public sealed class UpstreamMonitorSet(TimeProvider? timeProvider = null) : IUpstreamMonitorService
{
    private readonly ConcurrentDictionary<string, UpstreamMonitor> _running = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<UpstreamMonitor> List() => [.. _running.Values.OrderBy(monitor => monitor.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The monitor of a name, or null.</summary>
    /// <param name="name">Its name.</param>
    public UpstreamMonitor? Find(string name) => _running.GetValueOrDefault(name);

    /// <summary>Makes a monitor after all checks; it begins with <see cref="Start"/>.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="mayWait">
    /// Take one whose configuration cannot be read yet, or lacks an upstream: a service at boot is there before everything else.
    /// </param>
    /// <param name="cancellationToken">Ends the asking for nginx.</param>
    /// <exception cref="UpstreamMonitorException">Refused.</exception>
    /// <exception cref="NginxException">The nginx that was named is not there, or not safe to run.</exception>
    /// <exception cref="ConfigurationException">The configuration cannot be read.</exception>
    public async Task<UpstreamMonitor> PrepareAsync(UpstreamMonitorRequest request, bool mayWait, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        MonitorOptions options = request.Options;
        try
        {
            options.Validate();
        }
        catch (ArgumentException e)
        {
            throw new UpstreamMonitorException(UpstreamMonitorFailure.InvalidOptions, request.Name ?? string.Empty, e.Message);
        }

        var locator = new NginxLocator(request.ProgramPath, request.Prefix);
        string path = await locator.FindConfigurationAsync(request.ConfigurationPath, cancellationToken).ConfigureAwait(false);
        var configuration = new NginxMonitoredConfiguration(path, token => locator.FindServerAsync(path, token), options.Upstreams);
        if (!mayWait)
        {
            configuration.RequireUpstreams();
        }

        var monitor = new UpstreamMonitor(request.Name ?? path, configuration, options, timeProvider: timeProvider);
        RequirePlace(monitor);
        return monitor;
    }

    /// <summary>Starts a monitor and takes it among the others.</summary>
    /// <param name="monitor">A monitor that has not been started.</param>
    /// <param name="mayWait">Start although the configuration cannot be read yet.</param>
    /// <exception cref="UpstreamMonitorException">Its name is in use, or another one marks servers of the same upstream.</exception>
    /// <exception cref="ConfigurationException">The configuration cannot be read.</exception>
    public void Start(UpstreamMonitor monitor, bool mayWait = false)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        RequirePlace(monitor);
        if (!_running.TryAdd(monitor.Name, monitor))
        {
            throw NameInUse(monitor.Name);
        }

        try
        {
            monitor.Start(mayWait);
        }
        catch
        {
            _running.TryRemove(KeyValuePair.Create(monitor.Name, monitor));
            throw;
        }
    }

    /// <summary>Stops a monitor and forgets it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="keepMarks">Servers that it took out stay out; otherwise they come back.</param>
    /// <param name="cancellationToken">Ends the waiting for the last reload.</param>
    /// <returns>The monitor as it was at the end; null when there was none.</returns>
    public async Task<UpstreamMonitor?> StopAsync(string name, bool keepMarks, CancellationToken cancellationToken)
    {
        if (!_running.TryRemove(name, out UpstreamMonitor? monitor))
        {
            return null;
        }

        await monitor.StopAsync(keepMarks, cancellationToken).ConfigureAwait(false);
        await monitor.DisposeAsync().ConfigureAwait(false);
        return monitor;
    }

    /// <summary>Stops all monitors, at the end of the program.</summary>
    /// <param name="keepMarks">Servers that they took out stay out; otherwise they come back.</param>
    /// <param name="cancellationToken">Ends the waiting for the last reloads.</param>
    public Task StopAllAsync(bool keepMarks, CancellationToken cancellationToken) =>
        Task.WhenAll(List().Select(monitor => StopAsync(monitor.Name, keepMarks, cancellationToken)));

    /// <summary>Whether the upstreams of a monitor have enough healthy servers; false when there is no such monitor.</summary>
    /// <param name="name">Name of the monitor.</param>
    /// <param name="minimum">How many are enough in each.</param>
    /// <param name="upstream">Name of the upstream; null for every one.</param>
    public HealthVerdict Judge(string name, int minimum, string? upstream) =>
        Find(name)?.Judge(minimum, upstream) ?? new HealthVerdict(false, $"there is no monitor '{name}'");

    /// <inheritdoc/>
    public Task<IReadOnlyList<UpstreamMonitorStatus>> GetMonitorsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<UpstreamMonitorStatus>>([.. List().Select(monitor => monitor.GetStatus())]);

    /// <inheritdoc/>
    public async Task<UpstreamMonitorStatus> StartMonitorAsync(UpstreamMonitorRequest request, CancellationToken cancellationToken)
    {
        UpstreamMonitor monitor = await PrepareAsync(request, mayWait: false, cancellationToken).ConfigureAwait(false);
        Start(monitor);
        return monitor.GetStatus();
    }

    /// <inheritdoc/>
    public async Task<UpstreamMonitorStatus> StopMonitorAsync(string name, bool keepMarks, CancellationToken cancellationToken) =>
        (await StopAsync(name, keepMarks, cancellationToken).ConfigureAwait(false))?.GetStatus()
        ?? throw new UpstreamMonitorException(UpstreamMonitorFailure.NotFound, name, $"There is no monitor named '{name}'.");

    private static UpstreamMonitorException NameInUse(string name) =>
        new(UpstreamMonitorFailure.NameInUse, name, $"A monitor named '{name}' runs already; stop it first, or give this one another name.");

    private void RequirePlace(UpstreamMonitor monitor)
    {
        if (_running.ContainsKey(monitor.Name))
        {
            throw NameInUse(monitor.Name);
        }

        if (List().FirstOrDefault(other => other.Path == monitor.Path && MonitorOptions.Conflict(other.Options, monitor.Options)) is { } rival)
        {
            throw new UpstreamMonitorException(
                UpstreamMonitorFailure.Conflict,
                rival.Name,
                $"The monitor '{rival.Name}' marks servers of the same upstreams of '{monitor.Path}', each by its own judgement. Name other upstreams, or only watch.");
        }
    }
}
