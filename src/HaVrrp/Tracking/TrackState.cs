namespace NginxHa.Vrrp.Tracking;

/// <summary>Up or down out of single results (keepalived <c>rise</c>, <c>fall</c>, <c>init_fail</c>): pure, no clock.</summary>
/// <param name="rise">Successes in a row that make it up.</param>
/// <param name="fall">Failures in a row that make it down.</param>
/// <param name="initiallyUp">What counts before the first result; null lets the first result decide alone.</param>
internal sealed class TrackState(int rise, int fall, bool? initiallyUp)
{
    private int _run;

    /// <summary>Up, down, or null while nothing is known.</summary>
    public bool? IsUp { get; private set; } = initiallyUp;

    /// <summary>Takes one result.</summary>
    /// <returns>True when <see cref="IsUp"/> has changed.</returns>
    public bool Report(bool success)
    {
        if (IsUp == success)
        {
            _run = 0;
            return false;
        }

        _run++;
        if (IsUp is not null && _run < (success ? rise : fall))
        {
            return false;
        }

        _run = 0;
        IsUp = success;
        return true;
    }
}
