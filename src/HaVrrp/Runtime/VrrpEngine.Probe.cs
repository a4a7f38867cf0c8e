using System.Diagnostics;
using NginxHa.Vrrp.Runtime.Loop;

namespace NginxHa.Vrrp.Runtime;

/// <summary>Whether the event loops live, and how well.</summary>
public sealed partial class VrrpEngine
{
    /// <summary>
    /// Has every event loop answer. It completes when all have: an engine that hangs never does, which is what a watchdog wants to
    /// know, so give it a token that runs out.
    /// </summary>
    public Task<IReadOnlyList<EngineLoopStatus>> ProbeAsync(CancellationToken cancellationToken) =>
        ChangeAsync(async () =>
        {
            var statuses = new List<EngineLoopStatus>();
            foreach (EngineLoop loop in _loops.Values.ToArray())
            {
                long asked = Stopwatch.GetTimestamp();
                if (loop.TryInvoke(core => loop.ToStatus(core, Stopwatch.GetElapsedTime(asked))) is { } answer)
                {
                    statuses.Add(await answer.WaitAsync(cancellationToken).ConfigureAwait(false));
                }
            }

            return (IReadOnlyList<EngineLoopStatus>)statuses;
        }, cancellationToken);
}
