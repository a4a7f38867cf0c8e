using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Tracking;

/// <summary>What one track does to an instance now.</summary>
/// <param name="Contribution">Added to the priority.</param>
/// <param name="IsFault">Keeps the instance from being master.</param>
/// <param name="IsPending">Keeps it from being master because nothing is known yet.</param>
internal readonly record struct TrackEffect(int Contribution, bool IsFault, bool IsPending)
{
    private const int LargestContribution = 253;

    /// <summary>keepalived's rules for weight and reverse.</summary>
    /// <param name="options">The track.</param>
    /// <param name="isUp">Its state.</param>
    /// <param name="value">The number of a file track, or null.</param>
    public static TrackEffect Of(TrackOptions options, bool? isUp, int? value)
    {
        if (isUp is not { } up)
        {
            return new TrackEffect(0, false, options.Weight == 0);
        }

        if (options is FileTrackOptions && value is { } number)
        {
            return OfNumber(options, number);
        }

        if (options.Weight == 0)
        {
            return new TrackEffect(0, up == options.Reverse, false);
        }

        int contribution = up == options.Weight > 0 ? options.Weight : 0;
        return new TrackEffect(options.Reverse ? -contribution : contribution, false, false);
    }

    private static TrackEffect OfNumber(TrackOptions options, int number)
    {
        if (options.Weight == 0)
        {
            return new TrackEffect(0, number != 0 != options.Reverse, false);
        }

        long product = (long)number * options.Weight * (options.Reverse ? -1 : 1);
        return product < -LargestContribution
            ? new TrackEffect(0, true, false)
            : new TrackEffect((int)Math.Min(product, LargestContribution), false, false);
    }
}
