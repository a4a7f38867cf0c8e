namespace NginxHa.Tests.Simulation.Scenarios;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine and every version of the framework, because a
/// seed in a report has to mean the same scenario for ever.
/// </summary>
internal sealed class RandomSource(ulong seed)
{
    private const ulong Step = 0x9E37_79B9_7F4A_7C15;

    private ulong _state = seed;

    /// <summary>The seed of the scenario with this number in a run.</summary>
    public static ulong Derive(ulong seed, ulong number) => Mix(Mix(seed + Step) + (number * Step));

    public ulong Next() => Mix(_state += Step);

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    /// <summary>Both ends may come up.</summary>
    public long Between(long lowest, long highest) =>
        lowest >= highest ? lowest : lowest + (long)((UInt128)Next() * (ulong)(highest - lowest + 1) >> 64);

    public bool PerThousand(int chance) => Below(1000) < chance;

    public T Pick<T>(ReadOnlySpan<T> items) => items[Below(items.Length)];

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
