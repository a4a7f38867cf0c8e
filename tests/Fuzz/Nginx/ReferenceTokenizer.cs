using System.Text;

namespace NginxHa.Fuzz.Nginx;

/// <summary>
/// The lexical rules of nginx once more, one byte after the other as a plain state machine, slow and obvious: what
/// the reader under test must agree with.
/// </summary>
public static class ReferenceTokenizer
{
    private enum State
    {
        Between,
        Word,
        Quoted,
        AfterQuote,
        Comment,
    }

    /// <summary>A statement: its words as they stand, and ';' or '{' or (for the end of a block) '}'.</summary>
    public sealed record Statement(List<(int Start, int Length)> Words, char End, int Line);

    /// <summary>The statements up to the first error, and the line of that error (0 when there is none).</summary>
    public sealed record Result(List<Statement> Statements, int ErrorLine);

    public static Result Run(byte[] text)
    {
        var statements = new List<Statement>();
        var words = new List<(int Start, int Length)>();
        var state = State.Between;
        int line = 1;
        int statementLine = 1;
        int depth = 0;
        int start = 0;
        int quoteLine = 0;
        byte quote = 0;
        bool dollar = false;
        int i = text is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        for (; i < text.Length; i++)
        {
            byte c = text[i];
            bool blank = c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
            line += c == '\n' ? 1 : 0;
            switch (state)
            {
                case State.Comment:
                    state = c == '\n' ? State.Between : State.Comment;
                    continue;
                case State.Quoted when c == '\\':
                    i++;
                    line += i < text.Length && text[i] == '\n' ? 1 : 0;
                    continue;
                case State.Quoted:
                    if (c == quote)
                    {
                        words.Add((start, i + 1 - start));
                        state = State.AfterQuote;
                    }

                    continue;
                case State.Word:
                    if (c == '{' && dollar)
                    {
                        continue;
                    }

                    dollar = c == '$';
                    if (c == '\\')
                    {
                        i++;
                        line += i < text.Length && text[i] == '\n' ? 1 : 0;
                        continue;
                    }

                    if (!blank && c is not ((byte)';' or (byte)'{'))
                    {
                        continue;
                    }

                    words.Add((start, i - start));
                    state = State.Between;
                    break;
                case State.AfterQuote:
                    if (!blank && c is not ((byte)';' or (byte)'{' or (byte)')'))
                    {
                        return new Result(statements, line);
                    }

                    state = State.Between;
                    break;
            }

            if (blank)
            {
                continue;
            }

            switch (c)
            {
                case (byte)';' or (byte)'{' when words.Count == 0:
                case (byte)'}' when words.Count > 0 || depth == 0:
                    return new Result(statements, line);
                case (byte)';':
                    statements.Add(new Statement(words, ';', statementLine));
                    words = [];
                    break;
                case (byte)'{':
                    statements.Add(new Statement(words, '{', statementLine));
                    if (Encoding.Latin1.GetString(text, words[0].Start, words[0].Length).EndsWith("_by_lua_block", StringComparison.Ordinal))
                    {
                        int end = LuaEnd(text, i + 1);
                        if (end < 0)
                        {
                            return new Result(statements, line);
                        }

                        line += text[i..end].Count(b => b == '\n');
                        i = end;
                        statements.Add(new Statement([], '}', line));
                    }
                    else
                    {
                        depth++;
                    }

                    words = [];
                    break;
                case (byte)'}':
                    depth--;
                    statements.Add(new Statement([], '}', line));
                    break;
                case (byte)'#':
                    state = State.Comment;
                    break;
                default:
                    statementLine = words.Count == 0 ? line : statementLine;
                    start = i;
                    dollar = c == '$';
                    if (c is (byte)'"' or (byte)'\'')
                    {
                        (state, quote, quoteLine) = (State.Quoted, c, line);
                    }
                    else
                    {
                        state = State.Word;
                        if (c == '\\')
                        {
                            i++;
                            line += i < text.Length && text[i] == '\n' ? 1 : 0;
                        }
                    }

                    break;
            }
        }

        return state == State.Quoted
            ? new Result(statements, quoteLine)
            : new Result(statements, state == State.Word || words.Count > 0 || depth > 0 ? line : 0);
    }

    private static int LuaEnd(byte[] bytes, int i)
    {
        string text = Encoding.Latin1.GetString(bytes);
        int depth = 1;
        while (i < text.Length)
        {
            int level = LongBracket(text, i);
            if (text[i] == '-' && i + 1 < text.Length && text[i + 1] == '-')
            {
                int inner = LongBracket(text, i + 2);
                i = inner < 0 ? EndOf(text, "\n", i) : EndOf(text, $"]{new string('=', inner)}]", i + 2 + inner + 2);
            }
            else if (level >= 0)
            {
                i = EndOf(text, $"]{new string('=', level)}]", i + level + 2);
            }
            else if (text[i] is '"' or '\'')
            {
                char quote = text[i];
                for (i++; i < text.Length && text[i] != quote; i++)
                {
                    i += text[i] == '\\' ? 1 : 0;
                }

                i = i < text.Length ? i + 1 : -1;
            }
            else
            {
                depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
                if (depth == 0)
                {
                    return i;
                }

                i++;
            }

            if (i < 0)
            {
                return -1;
            }
        }

        return -1;
    }

    private static int EndOf(string text, string mark, int from) =>
        from <= text.Length && text.IndexOf(mark, from, StringComparison.Ordinal) is var found and >= 0 ? found + mark.Length : -1;

    private static int LongBracket(string text, int i)
    {
        if (i >= text.Length || text[i] != '[')
        {
            return -1;
        }

        int level = 0;
        for (i++; i < text.Length && text[i] == '='; i++)
        {
            level++;
        }

        return i < text.Length && text[i] == '[' ? level : -1;
    }
}
