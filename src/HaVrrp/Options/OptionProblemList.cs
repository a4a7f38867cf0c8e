using System.Collections;
using System.Globalization;

namespace NginxHa.Vrrp.Options;

/// <summary>Collects problems while options are walked through; the checks that several options share are here, once.</summary>
internal sealed class OptionProblemList : IReadOnlyList<OptionProblem>
{
    private readonly List<OptionProblem> _problems = [];

    public int Count => _problems.Count;

    public OptionProblem this[int index] => _problems[index];

    public void Add(string field, object? value, string allowed) =>
        _problems.Add(new OptionProblem(field, Convert.ToString(value, CultureInfo.InvariantCulture), allowed));

    public void Range(string field, int value, int lowest, int highest)
    {
        if (value < lowest || value > highest)
        {
            Add(field, value, $"A whole number from {lowest} to {highest} is.");
        }
    }

    public void Range(string field, TimeSpan value, TimeSpan lowest, TimeSpan highest)
    {
        if (value < lowest || value > highest)
        {
            Add(field, Seconds(value), $"A time from {Seconds(lowest)} to {Seconds(highest)} is.");
        }
    }

    public void Text(string field, string? value, int longest)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Length > longest || value.AsSpan().Trim().Length != value.Length || HasControl(value))
        {
            Add(field, value, $"A text of 1 to {longest} characters without control characters and without blanks at its ends is.");
        }
    }

    public void Interface(string field, string? value)
    {
        if (!InterfaceName.IsValid(value))
        {
            Add(field, value, InterfaceName.Allowed);
        }
    }

    public void AbsolutePath(string field, string? value)
    {
        if (string.IsNullOrEmpty(value) || !Path.IsPathFullyQualified(value) || HasControl(value))
        {
            Add(field, value, "An absolute path is, so that no search path decides what is run or read.");
        }
    }

    public void Defined<T>(string field, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            Add(field, value, $"One of {string.Join(", ", Enum.GetNames<T>())} is.");
        }
    }

    /// <summary>Reports every name that comes a second time.</summary>
    public void Unique<T>(string field, IReadOnlyList<T> items, Func<T, string> name, string allowed)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < items.Count; i++)
        {
            string text = name(items[i]);
            if (!seen.Add(text))
            {
                Add($"{field}[{i.ToString(CultureInfo.InvariantCulture)}]", text, allowed);
            }
        }
    }

    public static string Seconds(TimeSpan value) => string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0.#######} s");

    public IEnumerator<OptionProblem> GetEnumerator() => _problems.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool HasControl(string value) => value.AsSpan().ContainsAnyInRange('\0', '\u001f') || value.Contains('\u007f');
}
