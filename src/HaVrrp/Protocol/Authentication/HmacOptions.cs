using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Protocol.Authentication;

/// <summary>The settings of one instance's HMAC trailers, apart from the keys.</summary>
public sealed class HmacOptions
{
    /// <summary>The narrowest window, in seconds (keepalived <c>time_window</c>).</summary>
    public const int MinimumWindowSeconds = 1;

    /// <summary>The widest window, in seconds (keepalived <c>time_window</c>).</summary>
    public const int MaximumWindowSeconds = 300;

    /// <summary>The narrowest window that <see cref="GetDefaultWindowSeconds"/> gives.</summary>
    private const int DefaultWindowFloor = 5;

    private readonly int _windowSeconds = DefaultWindowFloor;
    private readonly int _senderCapacity = 16;

    /// <summary>Whether to sign and whether to insist.</summary>
    public HmacMode Mode { get; init; }

    /// <summary>What keeps old advertisements from counting again.</summary>
    public AntiReplay AntiReplay { get; init; }

    /// <summary>How far the time in a trailer may be from this machine's, in seconds, either way: 1 to 300.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another number.</exception>
    public int WindowSeconds
    {
        get => _windowSeconds;
        init
        {
            if (value is < MinimumWindowSeconds or > MaximumWindowSeconds)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(value), value, $"The time window must be {MinimumWindowSeconds} to {MaximumWindowSeconds} seconds.");
            }

            _windowSeconds = value;
        }
    }

    /// <summary>
    /// Senders to remember the last sequence of, at least 1. When there are more, the one that was silent for longest
    /// is forgotten; with unicast peers, give at least their number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int SenderCapacity
    {
        get => _senderCapacity;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _senderCapacity = value;
        }
    }

    /// <summary>keepalived's window where none is given: three intervals of whole seconds, at least 5 s and at most 300 s.</summary>
    /// <param name="advertisementInterval">The configured interval.</param>
    public static int GetDefaultWindowSeconds(TimeSpan advertisementInterval) =>
        Math.Clamp(3 * (int)advertisementInterval.TotalSeconds, DefaultWindowFloor, MaximumWindowSeconds);
}
