using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime.Core;

namespace NginxHa.Vrrp.Runtime.Loop;

/// <summary>What must not run on an event loop because it waits: checks and hooks.</summary>
internal interface IBackgroundWork
{
    /// <summary>Runs a check every so often until the returned object is disposed. Results may come on any thread.</summary>
    IDisposable StartCheck(PeriodicTrackOptions track, string? networkNamespace, Action<TrackResult> report);

    /// <summary>Queues a program behind those of the same owner.</summary>
    void RunHook(HookRequest request, string? networkNamespace);
}
