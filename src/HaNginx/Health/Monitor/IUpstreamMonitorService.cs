namespace NginxHa.Nginx.Health;

/// <summary>Monitors of one program: this one, or the agent over its control socket.</summary>
public interface IUpstreamMonitorService
{
    /// <summary>All of them, by name.</summary>
    Task<IReadOnlyList<UpstreamMonitorStatus>> GetMonitorsAsync(CancellationToken cancellationToken);

    /// <summary>Starts one.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Ends it before it has started.</param>
    /// <exception cref="UpstreamMonitorException">Refused.</exception>
    Task<UpstreamMonitorStatus> StartMonitorAsync(UpstreamMonitorRequest request, CancellationToken cancellationToken);

    /// <summary>Stops one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="keepMarks">Servers that it took out stay out; otherwise they come back.</param>
    /// <param name="cancellationToken">Ends the waiting for the last reload.</param>
    /// <returns>The monitor as it was at the end.</returns>
    /// <exception cref="UpstreamMonitorException">There is none of that name.</exception>
    Task<UpstreamMonitorStatus> StopMonitorAsync(string name, bool keepMarks, CancellationToken cancellationToken);
}
