using System.Collections.Concurrent;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Scripting;

/// <summary>The script hooks and script checks of every instance of this process, whichever runspace started it.</summary>
internal static class ScriptHooks
{
    private static readonly ConcurrentDictionary<(string Name, bool IsGroup), HookRunner> Runners = new();

    /// <summary>Makes hooks those of their instance or group; earlier ones of the same name are ended.</summary>
    public static void Attach(HookRunner runner) => Runners.AddOrUpdate((runner.Name, runner.IsGroup), runner, (_, previous) =>
    {
        previous.Dispose();
        return runner;
    });

    /// <summary>The hooks of an instance or group, or null.</summary>
    public static HookRunner? Find(string name, bool isGroup) => Runners.GetValueOrDefault((name, isGroup));

    /// <summary>Takes the hooks away once those of the stop have run, or at the latest when the token is cancelled.</summary>
    public static async Task DetachAsync(string name, bool isGroup, bool wait, CancellationToken cancellationToken)
    {
        if (!Runners.TryRemove((name, isGroup), out HookRunner? runner))
        {
            return;
        }

        try
        {
            if (wait)
            {
                await runner.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            runner.Dispose();
        }
    }

    /// <summary>Forgets the runspaces of an instance's script checks.</summary>
    public static void ReleaseChecks(IReadOnlyList<TrackOptions> tracks)
    {
        foreach (CallbackTrackOptions track in tracks.OfType<CallbackTrackOptions>())
        {
            (track.Check.Target as ScriptCheck)?.Release();
        }
    }

    /// <summary>Lets the hooks of stopped instances come to their end, and ends those that take longer.</summary>
    public static void StopAll(TimeSpan limit)
    {
        HookRunner[] runners = [.. Runners.Values];
        Runners.Clear();
        Task.WhenAll(runners.Where(runner => !runner.IsGroup).Select(runner => runner.Completion)).Wait(limit);
        foreach (HookRunner runner in runners)
        {
            runner.Dispose();
        }
    }
}
