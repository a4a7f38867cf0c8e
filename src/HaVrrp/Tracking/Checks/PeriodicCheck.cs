using System.Globalization;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Tracking.Checks;

/// <summary>
/// Runs a check on threads of the pool: one run every interval, counted from start to start, and never two at a time: a run that
/// takes longer than the interval delays the next one.
/// </summary>
internal sealed class PeriodicCheck : IDisposable
{
    private readonly ITrackCheck _check;
    private readonly PeriodicTrackOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<TrackResult> _report;
    private readonly CancellationTokenSource _stop = new();

    public PeriodicCheck(ITrackCheck check, PeriodicTrackOptions options, TimeProvider time, Action<TrackResult> report)
    {
        _check = check;
        _options = options;
        _time = time;
        _report = report;
        _ = Task.Run(RunAsync);
    }

    public void Dispose() => _stop.Cancel();

    private async Task RunAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                long start = _time.GetTimestamp();
                TrackResult result = await RunOnceAsync().ConfigureAwait(false);
                if (_stop.IsCancellationRequested)
                {
                    break;
                }

                if (!result.IsPending)
                {
                    _report(result);
                }

                TimeSpan rest = _options.Interval - _time.GetElapsedTime(start);
                if (rest > TimeSpan.Zero)
                {
                    await Task.Delay(rest, _time, _stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped while it waited.
        }
        finally
        {
            _check.Dispose();
            _stop.Dispose();
        }
    }

    private async Task<TrackResult> RunOnceAsync()
    {
        TimeSpan limit = _options.Timeout ?? _options.Interval;
        using var timeout = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        try
        {
            // A check that does not listen to its token is not waited for, but it holds the next run back.
            return await _check.RunAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return new TrackResult(false, string.Create(CultureInfo.InvariantCulture, $"no result within {limit.TotalSeconds:0.###} s"));
        }
#pragma warning disable CA1031 // Whatever goes wrong in a check is a failure of the check.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new TrackResult(false, exception.GetBaseException().Message);
        }
    }
}
