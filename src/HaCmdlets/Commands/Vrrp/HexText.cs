using NginxHa.Cmdlets.Errors;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Hexadecimal text as people paste it.</summary>
internal static class HexText
{
    /// <summary>The bytes of a text.</summary>
    /// <param name="text">
    /// Pairs of digits, with an optional 0x in front of the whole or of each pair, and blanks, line ends, colons, dashes
    /// and commas anywhere between pairs.
    /// </param>
    /// <exception cref="HaException">Something else, or half a pair.</exception>
    public static byte[] Parse(string text)
    {
        var bytes = new List<byte>(text.Length / 2);
        int i = 0;
        while (i < text.Length)
        {
            char c = text[i];
            if (char.IsWhiteSpace(c) || c is ':' or '-' or ',')
            {
                i++;
                continue;
            }

            if (c == '0' && i + 1 < text.Length && text[i + 1] is 'x' or 'X')
            {
                i += 2;
                continue;
            }

            if (!char.IsAsciiHexDigit(c) || i + 1 == text.Length || !char.IsAsciiHexDigit(text[i + 1]))
            {
                throw HaErrors.InvalidData($"The text is not hexadecimal bytes: at position {i + 1} stands '{Excerpt(text, i)}', and a pair of digits is expected.", text);
            }

            bytes.Add(Convert.ToByte(text.Substring(i, 2), 16));
            i += 2;
        }

        return [.. bytes];
    }

    private static string Excerpt(string text, int start) => text.Substring(start, Math.Min(8, text.Length - start));
}
