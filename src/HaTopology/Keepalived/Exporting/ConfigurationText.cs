using System.Globalization;
using System.Text;
using NginxHa.Topology.Keepalived.Reading;

namespace NginxHa.Topology.Keepalived.Exporting;

/// <summary>Writes indented statements so that the reader, and keepalived's own, get the same words back.</summary>
internal sealed class ConfigurationText(FindingList findings)
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public FindingList Findings => findings;

    public override string ToString() => _text.ToString();

    public void Comment(string text) => AppendLine($"# {text}");

    public void Blank() => _text.Append('\n');

    /// <summary>A statement of words; each is quoted where it has to be.</summary>
    public void Statement(string keyword, params ReadOnlySpan<string> words)
    {
        var line = new StringBuilder(keyword);
        foreach (string word in words)
        {
            line.Append(' ').Append(Word(word, keyword));
        }

        AppendLine(line.ToString());
    }

    public void Statement(string keyword, long number) => Statement(keyword, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A statement with a command: the whole of it becomes one quoted word, with a user behind it when there is one.</summary>
    public void Command(string keyword, string program, IEnumerable<string> arguments, string? user)
    {
        // keepalived takes the line apart twice, and each time backslashes count.
        string command = Words.JoinCommand([program, .. arguments]).Replace("\\", "\\\\", StringComparison.Ordinal);
        AppendLine(user is null ? $"{keyword} \"{command}\"" : $"{keyword} \"{command}\" {Word(user, keyword)}");
    }

    public void Open(string head, params ReadOnlySpan<string> words)
    {
        var line = new StringBuilder(head);
        foreach (string word in words)
        {
            line.Append(' ').Append(Word(word, head));
        }

        AppendLine(line.Append(" {").ToString());
        _depth++;
    }

    public void Close()
    {
        _depth--;
        AppendLine("}");
    }

    /// <summary>A block, unless it would be empty.</summary>
    public void Block<T>(string head, IReadOnlyCollection<T> items, Action<T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        Open(head);
        foreach (T item in items)
        {
            write(item);
        }

        Close();
    }

    /// <summary>A statement as it was read, with everything in its braces.</summary>
    public void Verbatim(KeepalivedStatement statement)
    {
        string line = Escape(statement.Text);
        if (statement.Block is null)
        {
            AppendLine(line);
            return;
        }

        AppendLine(line.Length == 0 ? "{" : line + " {");
        _depth++;
        foreach (KeepalivedStatement inner in statement.Block)
        {
            Verbatim(inner);
        }

        Close();
    }

    /// <summary>A single word, in double quotes when it needs them.</summary>
    public string Word(string text, string subject)
    {
        if (text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "_-./:+=,*%^".Contains(c, StringComparison.Ordinal)))
        {
            return text;
        }

        // A quoted brace that is a word of its own still counts as a brace for those of keepalived's processes that
        // skip the block.
        bool writable = text.Length > 0 && text is not ("{" or "}")
            && !text.Any(c => char.IsControl(c) || c == '"')
            && !text.EndsWith('\\')
            && !text.Contains("$_", StringComparison.Ordinal)
            && !text.Contains("${_", StringComparison.Ordinal);
        if (!writable)
        {
            findings.Error("NotWritable", default, $"A value of '{subject}' holds characters that keepalived.conf cannot hold (double quotes, control characters, a backslash at the end, '$_', a brace alone) or is empty.", subject);
        }

        return $"\"{text}\"";
    }

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && i + 1 < text.Length)
            {
                escaped.Append(c).Append(text[++i]);
                continue;
            }

            quoted ^= c == '"';
            if (!quoted && c is ('#' or '!'))
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }

    public static string Seconds(TimeSpan time) => ((decimal)time.Ticks / TimeSpan.TicksPerSecond).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Whole seconds; more exact times are rounded up and told.</summary>
    public string WholeSeconds(TimeSpan time, string subject)
    {
        long seconds = (time.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond;
        if (seconds * TimeSpan.TicksPerSecond != time.Ticks)
        {
            findings.Warning("RoundedToSeconds", default, $"{subject} of {Seconds(time)} s becomes {seconds} s: keepalived counts it in whole seconds.", subject);
        }

        return seconds.ToString(CultureInfo.InvariantCulture);
    }

    private void AppendLine(string line)
    {
        string indented = new string(' ', _depth * 4) + line;
        if (Encoding.UTF8.GetByteCount(indented) > OpenFile.LongestLine)
        {
            findings.Error("LineTooLong", default, $"'{line[..40]}...' makes a line of more than {OpenFile.LongestLine} bytes, which keepalived cuts in two.");
        }

        _text.Append(indented).Append('\n');
    }
}
