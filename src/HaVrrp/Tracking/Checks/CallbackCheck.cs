using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Tracking.Checks;

/// <summary>Asks the host program.</summary>
internal sealed class CallbackCheck(CallbackTrackOptions options) : ITrackCheck
{
    public ValueTask<TrackResult> RunAsync(CancellationToken cancellationToken) => options.Check(cancellationToken);

    public void Dispose()
    {
    }
}
