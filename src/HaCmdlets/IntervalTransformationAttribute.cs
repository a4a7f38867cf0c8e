using System.Globalization;
using System.Management.Automation;

namespace NginxHa.Cmdlets;

/// <summary>
/// Lets a TimeSpan parameter be given as a TimeSpan, as a number of seconds (0.1), or as text: '100ms', '1.5s', '2m',
/// '1h', '0.1' (seconds) or '00:00:01.5'.
/// </summary>
/// <remarks>A bare number is seconds, as in keepalived.conf, and not ticks or days as .NET would have it.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class IntervalTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly (string Suffix, decimal Ticks)[] Units =
    [
        ("ms", TimeSpan.TicksPerMillisecond),
        ("us", TimeSpan.TicksPerMicrosecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
    ];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            TimeSpan interval => interval,
            null => null!,
            string text when TryParse(text, out TimeSpan interval) => interval,
            IConvertible number and not (string or bool or char or DateTime or Enum)
                when TryFromSeconds(number, out TimeSpan interval) => interval,
            _ => throw new ArgumentTransformationMetadataException(
                $"'{value}' is not an interval; allowed are a TimeSpan, a number of seconds such as 0.1, or text such as " +
                "'100ms', '1.5s', '2m', '1h' or '00:00:01.5'."),
        };
    }

    /// <summary>Reads an interval from text.</summary>
    /// <param name="text">A number with an optional unit (ms, us, s, m, h; none is seconds), or hh:mm:ss.fff.</param>
    /// <param name="interval">The interval read.</param>
    /// <returns>Whether the text is an interval.</returns>
    public static bool TryParse(string text, out TimeSpan interval)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        if (trimmed.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out interval);
        }

        foreach ((string suffix, decimal ticks) in Units)
        {
            if (trimmed.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return TryScale(trimmed[..^suffix.Length].TrimEnd(), ticks, out interval);
            }
        }

        return TryScale(trimmed, TimeSpan.TicksPerSecond, out interval);
    }

    private static bool TryFromSeconds(IConvertible number, out TimeSpan interval)
    {
        try
        {
            interval = new TimeSpan(checked((long)(number.ToDecimal(CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond)));
            return true;
        }
        catch (Exception exception) when (exception is OverflowException or InvalidCastException or FormatException)
        {
            interval = default;
            return false;
        }
    }

    private static bool TryScale(string text, decimal ticks, out TimeSpan interval)
    {
        interval = default;
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out decimal number))
        {
            return false;
        }

        try
        {
            interval = new TimeSpan(checked((long)(number * ticks)));
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
