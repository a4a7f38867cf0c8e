using System.Globalization;

namespace NginxHa.Topology.Keepalived.Reading;

/// <summary>A <c>~SEQ</c> or <c>~LST</c> line: one text, repeated with other values of its variables.</summary>
internal sealed class Sequence
{
    /// <summary>More repetitions than this are a slip of the pen, not a configuration.</summary>
    private const int MostRepetitions = 100_000;

    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyList<IReadOnlyList<string>> _values;
    private int _next;

    private Sequence(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<string>> values, string text)
    {
        _names = names;
        _values = values;
        Text = text;
    }

    public string Text { get; }

    public bool IsExhausted => _next == _values.Count;

    /// <summary>Sets the variables of the next repetition.</summary>
    public void Advance(Definitions definitions)
    {
        IReadOnlyList<string> values = _values[_next++];
        for (int i = 0; i < _names.Count; i++)
        {
            definitions.Set(_names[i], values[i]);
        }
    }

    public static bool IsSequence(string line) =>
        line.StartsWith("~SEQ", StringComparison.Ordinal) || line.StartsWith("~LST", StringComparison.Ordinal);

    /// <summary>Reads the line; null with the reason when it cannot be.</summary>
    public static Sequence? Parse(string line, Definitions definitions, out string? reason) =>
        line[1] == 'S' ? ParseSequence(line, definitions, out reason) : ParseList(line, out reason);

    // ~SEQ(var, end) | ~SEQ(var, start, end) | ~SEQ(var, start, step, end), ~SEQx for hexadecimal digits
    private static Sequence? ParseSequence(string line, Definitions definitions, out string? reason)
    {
        int at = 4;
        bool hexadecimal = line.Length > at && line[at] == 'x';
        at += hexadecimal ? 1 : 0;
        int open = SkipBlanks(line, at);
        int close = line.IndexOf(')', StringComparison.Ordinal);
        if (open >= line.Length || line[open] != '(' || close < open)
        {
            reason = "expected ~SEQ(name, start, step, end) text";
            return null;
        }

        string[] parts = line[(open + 1)..close].Split(',', 2);
        string numbersText = parts.Length == 2 ? parts[1].Trim(' ', '\t') + ")" : ")";
        definitions.TryReplace(ref numbersText, out IReadOnlyList<string> following, out _);
        string[] numbers = numbersText[..^1].Split(',');
        string name = parts[0].Trim(' ', '\t');
        long[] bounds = new long[numbers.Length];
        if (name.Length == 0 || following.Count > 0 || numbers.Length > 3 || !numbers.Select((text, i) => TryReadNumber(text.Trim(' ', '\t'), out bounds[i])).All(ok => ok))
        {
            reason = "expected a name and one to three numbers: end; start, end; or start, step, end";
            return null;
        }

        (long start, long step, long end) = bounds.Length switch
        {
            1 => (bounds[0] < 0 ? -1 : 1, bounds[0] < 1 ? -1 : 1, bounds[0]),
            2 => (bounds[0], bounds[0] <= bounds[1] ? 1 : -1, bounds[1]),
            _ => (bounds[0], bounds[1], bounds[2]),
        };
        if (step == 0 || (start < end && step < 0) || (start > end && step > 0))
        {
            reason = $"a step of {step} never reaches {end} from {start}";
            return null;
        }

        if (hexadecimal && (start < 0 || end < 0))
        {
            reason = "~SEQx takes no negative numbers";
            return null;
        }

        long count = checked(((end - start) / step) + 1);
        if (count > MostRepetitions)
        {
            reason = $"{count} repetitions; at most {MostRepetitions} are allowed";
            return null;
        }

        var values = new List<IReadOnlyList<string>>((int)count);
        for (long i = 0; i < count; i++)
        {
            values.Add([(start + (i * step)).ToString(hexadecimal ? "x" : "d", CultureInfo.InvariantCulture)]);
        }

        reason = null;
        return new Sequence([name], values, line[(close + 1)..].TrimStart(' ', '\t'));
    }

    // ~LST(name, value, value...) text | ~LST({name, name}, {value, value}, ...) text
    private static Sequence? ParseList(string line, out string? reason)
    {
        int at = SkipBlanks(line, 4);
        reason = "expected ~LST({name, ...}, {value, ...}, ...) text";
        if (at >= line.Length || line[at++] != '(' || !TryReadGroup(line, ref at, ",", out List<string> names))
        {
            return null;
        }

        var values = new List<IReadOnlyList<string>>();
        while (at < line.Length && line[at] == ',')
        {
            at++;
            if (!TryReadGroup(line, ref at, ",)", out List<string> group))
            {
                return null;
            }

            if (group.Count > names.Count)
            {
                reason = $"{group.Count} values for {names.Count} names";
                return null;
            }

            group.AddRange(Enumerable.Repeat(string.Empty, names.Count - group.Count));
            values.Add(group);
        }

        if (values.Count == 0 || at >= line.Length || line[at] != ')')
        {
            return null;
        }

        reason = null;
        return new Sequence(names, values, line[(at + 1)..].TrimStart(' ', '\t'));
    }

    private static bool TryReadGroup(string line, ref int at, string ends, out List<string> items)
    {
        items = [];
        at = SkipBlanks(line, at);
        bool braces = at < line.Length && line[at] == '{';
        if (braces)
        {
            at++;
        }

        while (true)
        {
            int start = at = SkipBlanks(line, at);
            while (at < line.Length && line[at] is not (' ' or '\t' or ',' or '}' or ')'))
            {
                at++;
            }

            items.Add(line[start..at]);
            at = SkipBlanks(line, at);
            if (at >= line.Length)
            {
                return false;
            }

            if (!braces)
            {
                return ends.Contains(line[at], StringComparison.Ordinal);
            }

            if (line[at] == '}')
            {
                at = SkipBlanks(line, at + 1);
                return true;
            }

            if (line[at++] != ',')
            {
                return false;
            }
        }
    }

    private static bool TryReadNumber(string text, out long value)
    {
        bool negative = text.StartsWith('-');
        string digits = text.TrimStart('+', '-');
        bool read = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : digits.Length > 1 && digits[0] == '0' && digits.All(c => c is >= '0' and <= '7')
                ? TryReadOctal(digits, out value)
                : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        value = negative ? -value : value;
        return read && Math.Abs(value) <= int.MaxValue;
    }

    private static bool TryReadOctal(string digits, out long value)
    {
        value = digits.Length <= 20 ? Convert.ToInt64(digits, 8) : long.MaxValue;
        return true;
    }

    private static int SkipBlanks(string line, int at)
    {
        while (at < line.Length && line[at] is (' ' or '\t'))
        {
            at++;
        }

        return at;
    }
}
