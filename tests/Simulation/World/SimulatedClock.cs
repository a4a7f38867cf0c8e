namespace NginxHa.Tests.Simulation.World;

/// <summary>A node's clock: it begins somewhere, runs a little fast or slow, and never goes back.</summary>
internal readonly struct SimulatedClock(long start, int driftPerMillion)
{
    private const long Million = 1_000_000;

    /// <summary>What the clock shows at a true time.</summary>
    public long Local(long time) => start + time + Drift(time);

    /// <summary>The first true time at which the clock shows at least this.</summary>
    public long TimeOf(long local)
    {
        long shown = local - start;
        long time = (long)((Int128)shown * Million / (Million + driftPerMillion));
        while (Local(time) >= local)
        {
            time--;
        }

        while (Local(time) < local)
        {
            time++;
        }

        return time;
    }

    /// <summary>Rounded down, for negative drift too.</summary>
    private long Drift(long time)
    {
        (long quotient, long remainder) = Math.DivRem(time * driftPerMillion, Million);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
