using System.Buffers;
using System.Text;

namespace NginxHa.Nginx.Configuration;

/// <summary>Between a value and the word that stands for it in nginx.conf.</summary>
public static class WordCodec
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" \t\r\n;{}\\\"'#");

    /// <summary>The value that nginx takes from a word.</summary>
    /// <param name="raw">The word as it stands in the file.</param>
    /// <remarks>
    /// A backslash before a quote or a backslash goes away, \t \r \n become the control characters, and before
    /// anything else the backslash stays: regular expressions need no doubling.
    /// </remarks>
    public static string Decode(ReadOnlySpan<byte> raw)
    {
        if (IsQuoted(raw))
        {
            raw = raw[1..^1];
        }

        int backslash = raw.IndexOf((byte)'\\');
        if (backslash < 0)
        {
            return Encoding.UTF8.GetString(raw);
        }

        byte[] decoded = new byte[raw.Length];
        int length = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            byte c = raw[i];
            if (c == '\\' && i + 1 < raw.Length)
            {
                byte? escaped = raw[i + 1] switch
                {
                    (byte)'"' or (byte)'\'' or (byte)'\\' => raw[i + 1],
                    (byte)'t' => (byte)'\t',
                    (byte)'r' => (byte)'\r',
                    (byte)'n' => (byte)'\n',
                    _ => null,
                };
                if (escaped is { } value)
                {
                    c = value;
                    i++;
                }
            }

            decoded[length++] = c;
        }

        return Encoding.UTF8.GetString(decoded, 0, length);
    }

    /// <summary>A word that nginx takes as this value; in double quotes only where they are needed.</summary>
    /// <param name="value">The value; may be empty.</param>
    public static string Encode(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        // "$" at the end could meet the brace of a block and become "${".
        if (value.Length > 0 && value[^1] != '$' && value.AsSpan().IndexOfAny(NeedsQuotes) < 0)
        {
            return value;
        }

        var quoted = new StringBuilder(value.Length + 8).Append('"');
        foreach (char c in value)
        {
            if (c is '"' or '\\')
            {
                quoted.Append('\\');
            }

            quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    internal static bool IsQuoted(ReadOnlySpan<byte> raw) =>
        raw.Length >= 2 && raw[0] is (byte)'"' or (byte)'\'' && raw[^1] == raw[0];
}
