using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Engines;

/// <summary>Waits for the state of an instance.</summary>
internal static class InstanceWait
{
    /// <summary>Waits until an instance is in one of the states; one that does not run any more counts as Initialize.</summary>
    /// <param name="instance">A status of the instance.</param>
    /// <param name="states">The states.</param>
    /// <param name="limit">Cancelled when the time is over.</param>
    /// <returns>The status then; null when the time was over before, or the instance was stopped.</returns>
    public static async Task<VrrpInstanceStatus?> ForStateAsync(VrrpInstanceStatus instance, IReadOnlyList<VrrpState> states, CancellationToken limit)
    {
        IVrrpEngine engine = EngineSelector.Get(instance.Engine);
        string name = instance.Options.Name;
        try
        {
            // Subscribed before the look: a change in between is seen by one of the two.
            await using var subscription = new EventSubscription(engine);
            VrrpInstanceStatus last = await LookAsync(engine, instance, limit).ConfigureAwait(false);
            while (!states.Contains(last.State))
            {
                if (last.State == VrrpState.Initialize)
                {
                    return null;
                }

                VrrpEvent happened;
                do
                {
                    happened = await subscription.Events.ReadAsync(limit).ConfigureAwait(false);
                }
                while (happened.Kind != VrrpEventKind.StateChanged || happened.Name != name);

                // The event says what was reached, however short it lasted; the look says all the rest.
                last = await LookAsync(engine, last, limit).ConfigureAwait(false);
                last = states.Contains(happened.State) ? last with { State = happened.State } : last;
            }

            return last;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<VrrpInstanceStatus> LookAsync(IVrrpEngine engine, VrrpInstanceStatus last, CancellationToken cancellationToken)
    {
        IReadOnlyList<VrrpInstanceStatus> all = await engine.GetInstancesAsync(cancellationToken).ConfigureAwait(false);
        return all.FirstOrDefault(status => status.Options.Name == last.Options.Name)
            ?? last with { State = VrrpState.Initialize, Reason = "stopped" };
    }
}
