namespace NginxHa.Vrrp.Protocol.Authentication;

/// <summary>
/// The 64-bit sequence of a trailer: 32 bits of UTC seconds since 1970, 16 bits of the fraction in 1/65536 s, and a
/// 16-bit counter for what falls into one such fraction. Compared by serial number arithmetic (RFC 1982), so that it
/// survives the wrap of the seconds in 2106.
/// </summary>
internal static class HmacSequence
{
    /// <summary>The sequence of a moment, with a counter of 0.</summary>
    public static ulong FromTime(DateTimeOffset time)
    {
        long ticks = time.UtcTicks - DateTime.UnixEpoch.Ticks;
        (long seconds, long rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        if (rest < 0)
        {
            seconds--;
            rest += TimeSpan.TicksPerSecond;
        }

        ulong fraction = ((ulong)rest << 16) / TimeSpan.TicksPerSecond;
        return ((ulong)(uint)seconds << 32) | (fraction << 16);
    }

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool IsAfter(ulong left, ulong right) => unchecked((long)(left - right)) > 0;

    /// <summary>Whole seconds from <paramref name="right"/> to <paramref name="left"/>, negative if left is earlier.</summary>
    public static int SecondsBetween(ulong left, ulong right) => unchecked((int)((uint)(left >> 32) - (uint)(right >> 32)));
}
