using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Tracking;

/// <summary>A check that someone else runs again and again and reports here.</summary>
internal sealed class PeriodicTrackSource(PeriodicTrackOptions options) : TrackSource
{
    private readonly TrackState _state = new(options.Rise, options.Fall, options.InitiallyUp);
    private IDisposable? _check;

    public PeriodicTrackOptions Options { get; } = options;

    public override bool? IsUp => _state.IsUp;

    /// <summary>Takes over the running check, to end it with <see cref="Stop"/>.</summary>
    public void Run(IDisposable check) => _check = check;

    public void Report(TrackResult result, DateTimeOffset time, long now)
    {
        bool hasChanged = _state.Report(result.IsUp) | (Value != result.Value);
        Value = result.Value;
        Detail = result.Detail;
        LastChecked = time;
        if (hasChanged)
        {
            Tell(true, now);
        }
    }

    public override void Stop()
    {
        _check?.Dispose();
        _check = null;
    }
}
