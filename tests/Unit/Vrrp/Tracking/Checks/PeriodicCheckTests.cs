using Microsoft.Extensions.Time.Testing;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Tracking.Checks;

namespace NginxHa.Tests.Unit.Vrrp.Tracking.Checks;

public sealed class PeriodicCheckTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly System.Threading.Channels.Channel<TrackResult> _results = System.Threading.Channels.Channel.CreateUnbounded<TrackResult>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_run_an_interval_counted_from_start_to_start()
    {
        int runs = 0;
        using PeriodicCheck check = Start(_ =>
        {
            runs++;
            return new(new TrackResult(true));
        });
        await _results.Reader.ReadAsync(Token);
        Assert.Equal(1, runs);
        await AdvanceUntilResultAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task A_run_that_hangs_is_a_failure_after_the_timeout_and_no_other_one_is_begun()
    {
        int running = 0, most = 0;
        using PeriodicCheck check = Start(async token =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }

            return default;
        });
        TrackResult result = await AdvanceUntilResultAsync(TimeSpan.FromMilliseconds(500));
        Assert.Equal(new TrackResult(false, "no result within 0.5 s"), result);
        await AdvanceUntilResultAsync(TimeSpan.FromMilliseconds(500));
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_check_that_cannot_tell_yet_is_asked_again_and_nothing_is_reported()
    {
        int runs = 0;
        using PeriodicCheck check = Start(_ => new(++runs < 3 ? TrackResult.Pending : new TrackResult(true, "3rd")));
        Assert.Equal(new TrackResult(true, "3rd"), await AdvanceUntilResultAsync(TimeSpan.FromSeconds(1)));
        Assert.Equal(3, runs);
    }

    [Fact]
    public async Task An_exception_is_a_failure_with_its_message()
    {
        using PeriodicCheck check = Start(static _ => throw new InvalidOperationException("no such thing"));
        Assert.Equal(new TrackResult(false, "no such thing"), await _results.Reader.ReadAsync(Token));
    }

    [Fact]
    public async Task After_the_end_nothing_is_reported()
    {
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        PeriodicCheck check = Start(async _ =>
        {
            entered.SetResult();
            await leave.Task;
            return new TrackResult(true);
        });
        await entered.Task;
        check.Dispose();
        leave.SetResult();
        await Task.Delay(20, Token);
        Assert.False(_results.Reader.TryRead(out _));
    }

    private PeriodicCheck Start(Func<CancellationToken, ValueTask<TrackResult>> run)
    {
        var options = new CallbackTrackOptions { Name = "t", Check = run, Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromMilliseconds(500) };
        return new PeriodicCheck(TrackChecks.Create(options, null), options, _time, result => _results.Writer.TryWrite(result));
    }

    /// <summary>The check sleeps on a thread of the pool, so the clock is moved again until it has noticed.</summary>
    private async Task<TrackResult> AdvanceUntilResultAsync(TimeSpan step)
    {
        TrackResult result;
        while (!_results.Reader.TryRead(out result))
        {
            _time.Advance(step);
            await Task.Delay(5, Token);
        }

        return result;
    }
}
