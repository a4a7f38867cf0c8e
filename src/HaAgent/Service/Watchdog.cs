using NginxHa.Agent.Logging;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Agent.Service;

/// <summary>
/// Tells the service manager that the agent lives, as long as every event loop answers: one that hangs holds addresses for
/// which nobody advertises, and is better killed and started again.
/// </summary>
internal sealed class Watchdog(Func<CancellationToken, Task<IReadOnlyList<EngineLoopStatus>>> probe, ServiceManager manager, AgentLog log, TimeProvider time)
{
    /// <summary>Feeds until cancelled; returns at once when the manager does not watch.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (manager.WatchdogTimeout is not { } timeout)
        {
            return;
        }

        // sd_watchdog_enabled(3): every half of the time.
        TimeSpan pause = timeout / 2;
        using var timer = new PeriodicTimer(pause, time);
        do
        {
            await FeedAsync(pause, cancellationToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task FeedAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await probe(either.Token).ConfigureAwait(false);
            manager.Notify(NotifyMessage.Watchdog);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            log.Error($"An event loop has not answered for {patience.TotalSeconds:0.###} s; the watchdog is not fed.");
        }
    }
}
