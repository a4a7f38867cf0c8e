using System.Globalization;
using System.Text;

namespace NginxHa.Topology.Keepalived.Reading;

/// <summary>Splits a line into words; keepalived has two ways, a plain one and one for commands.</summary>
internal static class Words
{
    private const string WhiteSpace = " \t\f\n\r\v";

    /// <summary>Words separated by white space; a double quote starts and ends a word of its own, without escapes.</summary>
    public static List<string> Split(string text, out bool unmatchedQuote)
    {
        var words = new List<string>();
        unmatchedQuote = false;
        int i = 0;
        while (true)
        {
            i = SkipWhiteSpace(text, i);
            if (i == text.Length)
            {
                return words;
            }

            if (text[i] == '"')
            {
                int end = text.IndexOf('"', i + 1);
                if (end < 0)
                {
                    unmatchedQuote = true;
                    return words;
                }

                words.Add(text[(i + 1)..end]);
                i = end + 1;
                continue;
            }

            int start = i;
            while (i < text.Length && text[i] != '"' && !WhiteSpace.Contains(text[i], StringComparison.Ordinal))
            {
                i++;
            }

            words.Add(text[start..i]);
        }
    }

    /// <summary>
    /// Words of a command: single and double quotes may start anywhere in a word, and a backslash escapes as in C
    /// (<c>\n</c>, <c>\x41</c>, <c>\101</c>, <c>\cA</c>, <c>\E</c>). Null when a quote or an escape is left open.
    /// </summary>
    public static List<string>? SplitCommand(string text)
    {
        var words = new List<string>();
        int i = 0;
        while (true)
        {
            i = SkipWhiteSpace(text, i);
            if (i == text.Length)
            {
                return words;
            }

            var word = new StringBuilder();
            char quote = '\0';
            while (i < text.Length)
            {
                char c = text[i];
                if (c == '\\')
                {
                    if (++i == text.Length)
                    {
                        return null;
                    }

                    word.Append(Escape(text, ref i));
                }
                else if (quote != '\0')
                {
                    if (c == quote)
                    {
                        quote = '\0';
                    }
                    else
                    {
                        word.Append(c);
                    }

                    i++;
                }
                else if (c is '"' or '\'')
                {
                    quote = c;
                    i++;
                }
                else if (WhiteSpace.Contains(c, StringComparison.Ordinal))
                {
                    break;
                }
                else
                {
                    word.Append(c);
                    i++;
                }
            }

            if (quote != '\0')
            {
                return null;
            }

            words.Add(word.ToString());
        }
    }

    /// <summary>The inverse of <see cref="SplitCommand"/>: one text that splits into exactly these words.</summary>
    public static string JoinCommand(IEnumerable<string> words) => string.Join(' ', words.Select(QuoteCommandWord));

    private static string QuoteCommandWord(string word)
    {
        if (word.Length > 0 && !word.Any(c => char.IsControl(c) || WhiteSpace.Contains(c, StringComparison.Ordinal) || c is '"' or '\'' or '\\' or '$'))
        {
            return word;
        }

        var quoted = new StringBuilder("'");
        foreach (char c in word)
        {
            switch (c)
            {
                case '\'' or '\\':
                    quoted.Append('\\').Append(c);
                    break;
                // A double quote would end the text that this is put into, a dollar could start a definition.
                case '"' or '$' or < ' ' or '\x7f':
                    quoted.Append('\\').Append(Convert.ToString(c, 8).PadLeft(3, '0'));
                    break;
                default:
                    quoted.Append(c);
                    break;
            }
        }

        return quoted.Append('\'').ToString();
    }

    private static char Escape(string text, ref int i)
    {
        char c = text[i++];
        if (c == 'x' && i < text.Length && char.IsAsciiHexDigit(text[i]))
        {
            int value = 0;
            while (i < text.Length && char.IsAsciiHexDigit(text[i]))
            {
                value = ((value << 4) | int.Parse(text.AsSpan(i++, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture)) & 0xff;
            }

            return (char)value;
        }

        if (c == 'c' && i < text.Length)
        {
            return (char)(text[i++] & 0x1f);
        }

        if (c is >= '0' and <= '7')
        {
            int value = c - '0';
            for (int digits = 1; digits < 3 && i < text.Length && text[i] is >= '0' and <= '7'; digits++)
            {
                value = (value << 3) + (text[i++] - '0');
            }

            return (char)(value & 0xff);
        }

        return c switch
        {
            'a' => '\a',
            'b' => '\b',
            'E' => '\x1b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            _ => c,
        };
    }

    private static int SkipWhiteSpace(string text, int position)
    {
        while (position < text.Length && WhiteSpace.Contains(text[position], StringComparison.Ordinal))
        {
            position++;
        }

        return position;
    }
}
