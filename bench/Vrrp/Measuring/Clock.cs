namespace NginxHa.Bench.Vrrp.Measuring;

/// <summary>The clock that the kernel stamps packets with.</summary>
internal static class Clock
{
    public const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public static long Now => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;

    /// <summary>Milliseconds between two moments.</summary>
    public static double Milliseconds(long from, long until) => (until - from) / (double)NanosecondsPerMillisecond;
}
