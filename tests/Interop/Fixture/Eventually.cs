using System.Diagnostics;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>Waits for things that real processes do in their own time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Asks again and again until the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within the time; <paramref name="describe"/> says what was waited for.</exception>
    public static async Task TrueAsync(
        Func<bool> condition, TimeSpan patience, Func<string> describe, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started) > patience)
            {
                throw new TimeoutException($"After {patience.TotalSeconds} s still not: {describe()}");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}
