using System.Globalization;

namespace NginxHa.Nginx.Health;

/// <summary>HTTP statuses from one to another, both included.</summary>
/// <param name="First">100 to 599.</param>
/// <param name="Last">First to 599.</param>
public readonly record struct StatusRange(int First, int Last)
{
    /// <summary>Reads "200", "200-399".</summary>
    /// <param name="text">One status or two with a dash.</param>
    /// <param name="range">The range.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, out StatusRange range)
    {
        range = default;
        string[] parts = (text ?? string.Empty).Split('-', 2, StringSplitOptions.TrimEntries);
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            || !int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last)
            || first < 100 || last > 599 || last < first)
        {
            return false;
        }

        range = new StatusRange(first, last);
        return true;
    }

    /// <summary>Whether a status is in it.</summary>
    /// <param name="status">HTTP status.</param>
    public bool Contains(int status) => status >= First && status <= Last;

    /// <summary>"200" or "200-399".</summary>
    public override string ToString() =>
        First == Last ? First.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
