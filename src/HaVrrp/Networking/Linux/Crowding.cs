namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>
/// Whether advertisements come in a crowd. Hundreds of masters that each send at a moment of their own would wake a backup for
/// every one; looking a little later hears several at once. One that comes alone is heard at once and costs no second look.
/// Times are ticks of 100 ns of one clock.
/// </summary>
internal struct Crowding()
{
    /// <summary>
    /// Advertisements that follow each other more closely than this are taken together. Small beside the shortest time that a
    /// backup waits, 30 ms.
    /// </summary>
    public const long Patience = TimeSpan.TicksPerMillisecond;

    private long _heardAt = -Patience;
    private bool _isCrowd;

    /// <summary>How long the next ones may wait; none when they come alone.</summary>
    public readonly long Rest(long now) => _isCrowd ? Patience - (now - _heardAt) : 0;

    /// <summary>Some have come while they were waited for.</summary>
    public void Heard(long now)
    {
        _isCrowd = now - _heardAt < Patience;
        _heardAt = now;
    }

    /// <summary>They were looked for after a rest.</summary>
    public void LookedAgain(long now, bool hadAny)
    {
        _isCrowd = hadAny;
        if (hadAny)
        {
            _heardAt = now;
        }
    }
}
