using System.Text;

namespace NginxHa.Fuzz.Nginx;

/// <summary>Makes texts that look like nginx.conf, then spoils most of them.</summary>
/// <param name="random">Source of all choices.</param>
/// <param name="seeds">Real files to start from.</param>
public sealed class ConfigurationGenerator(Random random, IReadOnlyList<byte[]> seeds)
{
    private static readonly string[] Words =
    [
        "server", "location", "upstream", "http", "include", "a", "10.0.0.1:80", "unix:/run/x.sock", "weight=5", "down",
        "backup", "max_fails=3", "${host}", "$a${b}c", "\"q w\"", "'s q'", "\"a\\\"b\"", "\\;x", "a\\ b", "~*\\.(gif|jpg)$",
        "\"\"", "a#b", "a}b", "(", "\"x\")", "'{;}'", "\u00e9\u4f60", "\"multi\nline\"", "$", "$\\{", "\\", "a\"b", "=",
    ];

    private static readonly string[] Fragments =
    [
        "{", "}", ";", "\"", "'", "\\", "#", "\n", "\r\n", "\r", "$", "${", " ", "\t", ")", "\0", "\uFEFF", "content_by_lua_block {",
        "[[", "]]", "[=[", "]=]", "--", "--[[", "_by_lua_block", "{}", ";;", "\\\n", "\"\"", "\\\"", "# x\\\n\"", "$${{", "\"x\"y",
    ];

    private static readonly string[] LuaPieces =
    [
        "local x = { a = 1 }", "ngx.say(\"}\")", "ngx.say('{')", "-- } comment\n", "--[[ } ]]", "[[ } ]]", "[==[ ]] } ]==]", "t[1]", "x[=1]",
        "if a then b() end", "\"\\\"}\"", "{ { } }", "\n",
    ];

    public byte[] Next()
    {
        byte[] text = seeds.Count > 0 && random.Next(4) == 0
            ? Window(seeds[random.Next(seeds.Count)])
            : Encoding.UTF8.GetBytes(Tree());
        int mutations = random.Next(5) switch { 0 => 0, 1 => 1, 2 => 2, 3 => random.Next(8), _ => random.Next(24) };
        var bytes = new List<byte>(text);
        for (int i = 0; i < mutations; i++)
        {
            Mutate(bytes);
        }

        return [.. bytes];
    }

    private byte[] Window(byte[] seed)
    {
        if (seed.Length <= 1500 || random.Next(20) == 0)
        {
            return seed;
        }

        int from = random.Next(seed.Length - 1000);
        return seed[from..(from + random.Next(1000))];
    }

    private string Tree()
    {
        var text = new StringBuilder(random.Next(12) == 0 ? "\uFEFF" : string.Empty);
        string newLine = random.Next(5) == 0 ? "\r\n" : "\n";
        bool oneLine = random.Next(8) == 0;
        int depth = 0;
        int statements = random.Next(1, 40);
        for (int i = 0; i < statements; i++)
        {
            text.Append(' ', oneLine ? 1 : depth * 4);
            switch (random.Next(12))
            {
                case 0 when !oneLine:
                    text.Append("# ").Append(Words[random.Next(Words.Length)].Replace("\n", " ", StringComparison.Ordinal));
                    break;
                case 1 or 2 when depth > 0:
                    text.Append('}');
                    depth--;
                    break;
                case 3 or 4 when depth < 12:
                    Statement(text, " {");
                    depth++;
                    break;
                case 5 when random.Next(4) == 0:
                    Lua(text);
                    break;
                default:
                    Statement(text, ";");
                    if (!oneLine && random.Next(6) == 0)
                    {
                        text.Append(" # after");
                    }

                    break;
            }

            text.Append(oneLine ? string.Empty : newLine);
        }

        text.Append('}', depth);
        return random.Next(6) == 0 ? text.Append("# no line end").ToString() : text.ToString();
    }

    private void Statement(StringBuilder text, string end)
    {
        text.Append('d').Append(random.Next(10));
        int words = random.Next(4);
        for (int i = 0; i < words; i++)
        {
            text.Append(random.Next(10) == 0 ? "\n  " : random.Next(20) == 0 ? " # in\n" : " ").Append(Words[random.Next(Words.Length)]);
        }

        text.Append(end);
    }

    private void Lua(StringBuilder text)
    {
        text.Append(random.Next(2) == 0 ? "content_by_lua_block {" : "set_by_lua_block $x {");
        for (int i = random.Next(6); i > 0; i--)
        {
            text.Append(' ').Append(LuaPieces[random.Next(LuaPieces.Length)]);
        }

        text.Append(" }");
    }

    private void Mutate(List<byte> bytes)
    {
        int at = random.Next(bytes.Count + 1);
        int length = Math.Min(bytes.Count - at, random.Next(random.Next(4) == 0 ? 200 : 8));
        switch (random.Next(6))
        {
            case 0:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 3 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 4 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            default:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]));
                break;
        }
    }
}
