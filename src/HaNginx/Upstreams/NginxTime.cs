using System.Globalization;
using System.Text;

namespace NginxHa.Nginx.Upstreams;

/// <summary>Intervals as nginx writes them: "500ms", "10s", "1m30s", "1h"; a bare number is seconds.</summary>
/// <remarks>Units are y, M (30 days), w, d, h, m, s and ms, from large to small, each once (ngx_parse.c).</remarks>
public static class NginxTime
{
    private static readonly (string Unit, long Milliseconds)[] Units =
    [
        ("y", 365L * 24 * 3600 * 1000),
        ("M", 30L * 24 * 3600 * 1000),
        ("w", 7L * 24 * 3600 * 1000),
        ("d", 24L * 3600 * 1000),
        ("h", 3600L * 1000),
        ("m", 60L * 1000),
        ("s", 1000L),
        ("ms", 1L),
    ];

    /// <summary>Reads an interval.</summary>
    /// <param name="text">As in nginx.conf, without quotes.</param>
    /// <param name="interval">The interval.</param>
    /// <returns>Whether nginx takes it.</returns>
    public static bool TryParse(string text, out TimeSpan interval)
    {
        ArgumentNullException.ThrowIfNull(text);
        interval = TimeSpan.Zero;
        long total = 0;
        int step = 0;
        int i = 0;
        while (i < text.Length)
        {
            int from = i;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                i++;
            }

            if (i == from || !long.TryParse(text.AsSpan(from, i - from), NumberStyles.None, CultureInfo.InvariantCulture, out long value) || value > int.MaxValue)
            {
                return false;
            }

            string unit = i == text.Length ? "s" : string.CompareOrdinal(text, i, "ms", 0, 2) == 0 ? "ms" : text.Substring(i, 1);
            int index = Array.FindIndex(Units, step, candidate => candidate.Unit == unit);
            if (index < 0)
            {
                return false;
            }

            i = Math.Min(text.Length, i + unit.Length);
            while (i < text.Length && text[i] == ' ')
            {
                i++;
            }

            step = index + 1;
            total += value * Units[index].Milliseconds;
            if (total > (long)TimeSpan.MaxValue.TotalMilliseconds)
            {
                return false;
            }
        }

        interval = TimeSpan.FromMilliseconds(total);
        return text.Length > 0;
    }

    /// <summary>Writes an interval in whole milliseconds, with units no larger than hours.</summary>
    /// <param name="interval">Zero or more.</param>
    public static string Format(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero);
        long rest = (long)interval.TotalMilliseconds;
        if (rest == 0)
        {
            return "0";
        }

        var text = new StringBuilder();
        foreach ((string unit, long milliseconds) in Units.AsSpan(4))
        {
            if (rest >= milliseconds)
            {
                text.Append(CultureInfo.InvariantCulture, $"{rest / milliseconds}{unit}");
                rest %= milliseconds;
            }
        }

        return text.ToString();
    }
}
