using NginxHa.Nginx.Configuration;

namespace NginxHa.Fuzz.Nginx;

/// <summary>One edit of each kind somewhere in a valid file: its meaning is as asked for, and other lines keep their bytes.</summary>
/// <param name="file">A file without errors.</param>
/// <param name="random">Chooses where.</param>
internal sealed class EditChecks(ConfigurationFile file, Random random)
{
    private static readonly string[] Values =
        ["x", string.Empty, "a b", "\"", "'", "\\", "a\\\"b", "${v}", "$", "{", "}", "#", ";", ")", "\u00e9", "a\nb", "down"];

    public void Run()
    {
        // What looks like a byte order mark inside the text becomes one when an edit moves it to the front.
        if (file.Bytes.Span.LastIndexOf("\uFEFF"u8) > 0)
        {
            return;
        }

        AppendToFile();
        if (file.Count == 0)
        {
            return;
        }

        ConfigurationDirective directive = file[random.Next(file.Count)];
        SetWord(directive);
        AddArgument(directive);
        RemoveArgument(directive);
        Remove(directive);
        Insert(directive);
        Append(directive);
    }

    private static List<string> Shape(ConfigurationFile file)
    {
        var shape = new List<string>();
        for (int i = 0; i < file.Count; i++)
        {
            shape.Add(Words(file[i].Words.ToValues(), file[i].HasBlock));
        }

        return shape;
    }

    private static string Words(IEnumerable<string> values, bool block) => string.Join('\x1f', values) + (block ? "\x1e" : string.Empty);

    private void SetWord(ConfigurationDirective directive)
    {
        int index = random.Next(directive.Words.Count);
        if (index == 0 && directive.IsRawBlock)
        {
            return;
        }

        string value = Values[random.Next(Values.Length)];
        List<string> expected = Shape(file);
        string[] words = directive.Words.ToValues();
        words[index] = value;
        expected[directive.Index] = Words(words, directive.HasBlock);
        Compare("set", directive, edit => edit.SetWord(directive.Words[index], value), expected);
    }

    private void AddArgument(ConfigurationDirective directive)
    {
        string value = Values[random.Next(Values.Length)];
        List<string> expected = Shape(file);
        expected[directive.Index] = Words([.. directive.Words.ToValues(), value], directive.HasBlock);
        Compare("add argument", directive, edit => edit.AddArguments(directive, value), expected);
    }

    private void RemoveArgument(ConfigurationDirective directive)
    {
        int count = directive.Arguments.Count;
        if (count == 0)
        {
            return;
        }

        int index = random.Next(count);
        List<string> words = [.. directive.Words.ToValues()];
        words.RemoveAt(index + 1);
        List<string> expected = Shape(file);
        expected[directive.Index] = Words(words, directive.HasBlock);
        Compare("remove argument", directive, edit => edit.RemoveArgument(directive, index), expected);
    }

    private void Remove(ConfigurationDirective directive)
    {
        List<string> expected = Shape(file);
        int next = directive.Index + 1;
        while (next < file.Count && file[next].Start < directive.End)
        {
            next++;
        }

        expected.RemoveRange(directive.Index, next - directive.Index);
        Compare("remove", directive, edit => edit.Remove(directive), expected);
    }

    private void Insert(ConfigurationDirective directive)
    {
        List<string> expected = Shape(file);
        int next = directive.Index + 1;
        while (next < file.Count && file[next].Start < directive.End)
        {
            next++;
        }

        expected.Insert(next, Words(["new", "1"], false));
        expected.Insert(directive.Index, Words(["new", "0"], false));
        Compare(
            "insert",
            directive,
            edit =>
            {
                edit.InsertBefore(directive, "new 0;");
                edit.InsertAfter(directive, "new 1;");
            },
            expected);
    }

    private void Append(ConfigurationDirective directive)
    {
        if (!directive.HasBlock || directive.IsRawBlock)
        {
            return;
        }

        List<string> expected = Shape(file);
        int next = directive.Index + 1;
        while (next < file.Count && file[next].Start < directive.End)
        {
            next++;
        }

        expected.Insert(next, Words(["new", "1"], true));
        expected.Insert(next + 1, Words(["inner"], false));
        Compare("append", directive, edit => edit.Append(directive, "new 1 {\n    inner;\n}"), expected);
    }

    private void AppendToFile()
    {
        List<string> expected = Shape(file);
        expected.Add(Words(["new", "1"], false));
        var edit = new ConfigurationEdit(file);
        edit.AppendToFile("new 1;");
        Same("append to file", expected, Shape(edit.Apply()));
    }

    private void Compare(string what, ConfigurationDirective directive, Action<ConfigurationEdit> change, List<string> expected)
    {
        var edit = new ConfigurationEdit(file);
        change(edit);
        ConfigurationFile result;
        try
        {
            result = edit.Apply();
        }
        catch (ConfigurationException e)
        {
            throw new FuzzFailureException($"{what} in line {directive.Line} makes a text that is refused: {e.Message}");
        }

        Same($"{what} in line {directive.Line}", expected, Shape(result));
        ReadOnlySpan<byte> before = file.Bytes.Span;
        ReadOnlySpan<byte> after = result.Bytes.Span;
        int linesStart = before[..directive.Start].LastIndexOf((byte)'\n') + 1;
        int linesEnd = before[directive.End..].IndexOf((byte)'\n') is var feed and >= 0 ? directive.End + feed + 1 : before.Length;
        ConfigurationFuzzer.Require(after.StartsWith(before[..linesStart]), $"{what} changed a line before line {directive.Line}");
        ConfigurationFuzzer.Require(after.EndsWith(before[linesEnd..]), $"{what} changed a line after line {directive.Line}");
    }

    private static void Same(string what, List<string> expected, List<string> actual)
    {
        ConfigurationFuzzer.Require(expected.Count == actual.Count, $"{what}: {actual.Count} directives, not {expected.Count}");
        for (int i = 0; i < expected.Count; i++)
        {
            ConfigurationFuzzer.Require(expected[i] == actual[i], $"{what}: directive {i} is {actual[i]}, not {expected[i]}");
        }
    }
}
