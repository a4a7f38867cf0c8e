using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime.Core;
using NginxHa.Vrrp.Runtime.Loop;
using NginxHa.Vrrp.Tracking.Checks;

namespace NginxHa.Vrrp.Runtime.Background;

/// <summary>Checks and hooks on threads of the pool.</summary>
internal sealed class BackgroundWork : IBackgroundWork, IDisposable
{
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly HookQueue _hooks;

    /// <param name="time">Clock for intervals and timeouts.</param>
    /// <param name="hookFailed">Is told of a hook that failed, and why.</param>
    public BackgroundWork(TimeProvider time, Action<HookRequest, string> hookFailed)
    {
        _time = time;
        _hooks = new HookQueue(hookFailed, _stop.Token);
    }

    /// <summary>Answers for the monitors of upstreams; null while the host has none.</summary>
    public Func<UpstreamTrackOptions, CancellationToken, ValueTask<TrackResult>>? UpstreamCheck { get; set; }

    public IDisposable StartCheck(PeriodicTrackOptions track, string? networkNamespace, Action<TrackResult> report) =>
        new PeriodicCheck(CheckOf(track, networkNamespace), track, _time, report);

    public void RunHook(HookRequest request, string? networkNamespace) => _hooks.Add(request, networkNamespace);

    public Task DrainHooksAsync(CancellationToken cancellationToken) => _hooks.DrainAsync().WaitAsync(cancellationToken);

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private ITrackCheck CheckOf(PeriodicTrackOptions track, string? networkNamespace) =>
        track is UpstreamTrackOptions upstream ? new UpstreamCheck(upstream, AskUpstream) : TrackChecks.Create(track, networkNamespace);

    private ValueTask<TrackResult> AskUpstream(UpstreamTrackOptions track, CancellationToken cancellationToken) =>
        UpstreamCheck is { } check ? check(track, cancellationToken) : new(new TrackResult(false, "there are no monitors of upstreams here"));
}
