using System.Buffers;

namespace NginxHa.Nginx.Configuration;

/// <summary>
/// Finds the brace that closes a <c>*_by_lua_block { }</c>. Braces inside Lua strings, long brackets and comments
/// do not count (Lua 5.1 reference manual, section 2.1).
/// </summary>
internal static class LuaBlockScanner
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create("{}\"'-["u8);

    /// <summary>Whether a directive of this name has a body of Lua.</summary>
    public static bool IsLuaBlock(ReadOnlySpan<byte> name) => name.EndsWith("_by_lua_block"u8);

    /// <summary>The offset of the closing brace, or -1 when the block does not end.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="position">The offset after the opening brace.</param>
    public static int FindEnd(ReadOnlySpan<byte> text, int position)
    {
        int depth = 1;
        while (position < text.Length)
        {
            int skip = text[position..].IndexOfAny(Marks);
            if (skip < 0)
            {
                return -1;
            }

            position += skip;
            switch (text[position])
            {
                case (byte)'{':
                    depth++;
                    position++;
                    break;
                case (byte)'}':
                    if (--depth == 0)
                    {
                        return position;
                    }

                    position++;
                    break;
                case (byte)'-':
                    position = AfterDash(text, position);
                    break;
                case (byte)'[':
                    position = AfterBracket(text, position);
                    break;
                default:
                    position = AfterString(text, position);
                    break;
            }

            if (position < 0)
            {
                return -1;
            }
        }

        return -1;
    }

    private static int AfterDash(ReadOnlySpan<byte> text, int position)
    {
        if (position + 1 >= text.Length || text[position + 1] != '-')
        {
            return position + 1;
        }

        position += 2;
        if (position < text.Length && text[position] == '[' && LongBracketLevel(text, position) >= 0)
        {
            return AfterBracket(text, position);
        }

        int lineEnd = text[position..].IndexOf((byte)'\n');
        return lineEnd < 0 ? -1 : position + lineEnd + 1;
    }

    private static int AfterBracket(ReadOnlySpan<byte> text, int position)
    {
        int level = LongBracketLevel(text, position);
        if (level < 0)
        {
            int equals = text[(position + 1)..].IndexOfAnyExcept((byte)'=');
            return equals < 0 ? -1 : position + 1 + equals;
        }

        position += level + 2;
        while (true)
        {
            int found = text[position..].IndexOf((byte)']');
            if (found < 0)
            {
                return -1;
            }

            position += found + 1;
            int equals = 0;
            while (position < text.Length && text[position] == '=')
            {
                equals++;
                position++;
            }

            if (equals == level && position < text.Length && text[position] == ']')
            {
                return position + 1;
            }
        }
    }

    private static int LongBracketLevel(ReadOnlySpan<byte> text, int position)
    {
        int level = 0;
        for (position++; position < text.Length && text[position] == '='; position++)
        {
            level++;
        }

        return position < text.Length && text[position] == '[' ? level : -1;
    }

    private static int AfterString(ReadOnlySpan<byte> text, int position)
    {
        byte quote = text[position++];
        while (true)
        {
            int found = text[position..].IndexOfAny(quote, (byte)'\\');
            if (found < 0)
            {
                return -1;
            }

            position += found;
            if (text[position] == quote)
            {
                return position + 1;
            }

            if (position + 2 > text.Length)
            {
                return -1;
            }

            position = Math.Min(position + 2, text.Length);
        }
    }
}
