using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime.Loop;

namespace NginxHa.Vrrp.Runtime;

/// <summary>Many instances at once, for a service that starts.</summary>
public sealed partial class VrrpEngine
{
    /// <summary>After so long the loop looks after what runs already, and goes on starting then: half of the shortest interval.</summary>
    private static readonly long LongestTurn = TimeSpan.FromMilliseconds(5).Ticks;

    /// <summary>
    /// Starts instances as <see cref="StartAsync"/> would one after the other, and goes on behind one that is refused. Many take
    /// a fraction of the time.
    /// </summary>
    /// <param name="options">The instances.</param>
    /// <param name="cancellationToken">Cancelling stops the wait for other changes, not the starting.</param>
    /// <returns>For each of them, in order: null when it runs, or why it does not.</returns>
    public Task<IReadOnlyList<VrrpEngineException?>> StartAllAsync(IReadOnlyList<VrrpInstanceOptions> options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ChangeAsync(async () =>
        {
            var problems = new VrrpEngineException?[options.Count];
            int next = 0;
            while (next < options.Count)
            {
                VrrpInstanceOptions first = options[next];
                try
                {
                    if (await CheckAsync(first).ConfigureAwait(false) is { } group)
                    {
                        // What has a group may depend on where the others of the group run; one by one that is simple.
                        await StartOneAsync(first, group).ConfigureAwait(false);
                        next++;
                    }
                    else
                    {
                        next += await StartSomeAsync(options, next, problems).ConfigureAwait(false);
                    }
                }
                catch (VrrpEngineException problem)
                {
                    problems[next++] = problem;
                }
            }

            return (IReadOnlyList<VrrpEngineException?>)problems;
        }, cancellationToken);
    }

    /// <summary>Starts the instance at an index, which has been checked, and those behind it in one visit to the loop.</summary>
    /// <returns>How many were started or refused.</returns>
    private async Task<int> StartSomeAsync(IReadOnlyList<VrrpInstanceOptions> options, int first, VrrpEngineException?[] problems)
    {
        int end = first + 1;
        while (end < options.Count && MayFollow(options[first], options[end]))
        {
            end++;
        }

        while (true)
        {
            int next = first;
            EngineLoop loop = await LoopOfAsync(options[first].NetworkNamespace).ConfigureAwait(false);
            Task? started = loop.TryInvokeInTurns(core =>
            {
                next += core.Start(options, next, end, core.Stack.Now + LongestTurn, problems);
                return next == end;
            });
            if (started is not null)
            {
                await started.ConfigureAwait(false);
                for (int i = first; i < end; i++)
                {
                    if (problems[i] is null)
                    {
                        _homes[options[i].Name] = loop;
                    }
                }

                return end - first;
            }
        }
    }

    /// <summary>Whether another instance can be started in the same visit; if not, it is looked at by itself.</summary>
    private bool MayFollow(VrrpInstanceOptions first, VrrpInstanceOptions other) =>
        other.NetworkNamespace == first.NetworkNamespace
        && !_homes.ContainsKey(other.Name)
        && !_groups.Values.Any(group => group.Options.Members.Contains(other.Name));
}
