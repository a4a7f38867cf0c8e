using System.Text;

namespace NginxHa.Nginx.Configuration;

/// <summary>
/// Changes to one file, collected and applied together. Each touches the lines that it must and no others, and
/// writes as its surroundings do: their indentation, their line ends, their one-line blocks.
/// </summary>
/// <param name="file">The file; it stays as it is.</param>
public sealed partial class ConfigurationEdit(ConfigurationFile file)
{
    private readonly List<TextChange> _changes = [];

    /// <summary>The file before the changes.</summary>
    public ConfigurationFile File { get; } = file ?? throw new ArgumentNullException(nameof(file));

    /// <summary>The changes so far, in the order in which they were asked for.</summary>
    public IReadOnlyList<TextChange> Changes => _changes;

    private ReadOnlySpan<byte> Text => File.Text;

    /// <summary>Gives a word another value; its quotes stay if it has any.</summary>
    /// <param name="word">A word of the file.</param>
    /// <param name="value">The value as nginx shall take it.</param>
    public void SetWord(ConfigurationWord word, string value)
    {
        string raw = WordCodec.Encode(value);
        if (word.Quote is { } quote && raw[0] != '"')
        {
            raw = $"{quote}{raw}{quote}";
        }

        // A word may follow a quote directly only when it begins with a parenthesis.
        bool touchesQuote = word.Start > 0 && raw[0] != ')' && Text[word.Start - 1] is (byte)'"' or (byte)'\'';
        _changes.Add(new TextChange(word.Start, word.Length, touchesQuote ? " " + raw : raw));
    }

    /// <summary>Adds words at the end of a directive.</summary>
    /// <param name="directive">A directive of the file.</param>
    /// <param name="values">Values as nginx shall take them.</param>
    public void AddArguments(ConfigurationDirective directive, params string[] values)
    {
        ConfigurationWord last = directive.Words[^1];
        string text = string.Concat(values.Select(value => " " + WordCodec.Encode(value)));
        _changes.Add(new TextChange(last.Start + last.Length, 0, text));
    }

    /// <summary>Removes a word and the blanks before it.</summary>
    /// <param name="directive">A directive of the file.</param>
    /// <param name="index">Which argument, from 0.</param>
    public void RemoveArgument(ConfigurationDirective directive, int index)
    {
        ConfigurationWord word = directive.Arguments[index];
        ConfigurationWord before = directive.Words[index];
        int start = before.Start + before.Length;
        if (Text[start..word.Start].Contains((byte)'#'))
        {
            start = BlanksBefore(word.Start);
        }

        // The blanks stay where what follows would grow together with the word before: "a")b, or $ and the brace of a block.
        if (Text[word.Start + word.Length] is (byte)')' or (byte)'{')
        {
            start = word.Start;
        }

        _changes.Add(new TextChange(start, word.Start + word.Length - start, string.Empty));
    }

    /// <summary>Removes a directive; with its line ends and its trailing comment when nothing else is in its lines.</summary>
    /// <param name="directive">A directive of the file.</param>
    public void Remove(ConfigurationDirective directive)
    {
        int start = BlanksBefore(directive.Start);
        int end = directive.End;
        bool startsLine = IsLineStart(start);
        if (startsLine && RestOfLine(end) is { } lineEnd)
        {
            end = AfterLineEnd(lineEnd);
        }
        else if (startsLine)
        {
            // Others follow in the line: they take the place of this one.
            start = directive.Start;
            end += Text[end..].IndexOfAnyExcept(" \t"u8) is var blanks and > 0 ? blanks : 0;
        }

        _changes.Add(new TextChange(start, end - start, string.Empty));
    }

    /// <summary>Puts directives before another one.</summary>
    /// <param name="directive">A directive of the file.</param>
    /// <param name="lines">Lines without indentation, separated by '\n'.</param>
    public void InsertBefore(ConfigurationDirective directive, string lines)
    {
        int lineStart = BlanksBefore(directive.Start);
        _changes.Add(IsLineStart(lineStart)
            ? new TextChange(lineStart, 0, Indented(lines, IndentationOf(directive)) + File.NewLine)
            : new TextChange(directive.Start, 0, OneLine(lines) + " "));
    }

    /// <summary>Puts directives after another one.</summary>
    /// <param name="directive">A directive of the file.</param>
    /// <param name="lines">Lines without indentation, separated by '\n'.</param>
    public void InsertAfter(ConfigurationDirective directive, string lines)
    {
        _changes.Add(RestOfLine(directive.End) is { } lineEnd
            ? new TextChange(lineEnd, 0, File.NewLine + Indented(lines, IndentationOf(directive)))
            : new TextChange(directive.End, 0, " " + OneLine(lines)));
    }

    /// <summary>Puts directives at the end of a block.</summary>
    /// <param name="block">A directive with a block.</param>
    /// <param name="lines">Lines without indentation, separated by '\n'.</param>
    public void Append(ConfigurationDirective block, string lines)
    {
        if (!block.HasBlock || block.IsRawBlock)
        {
            throw new ArgumentException($"\"{block.Name}\" in line {block.Line} has no block of directives", nameof(block));
        }

        ConfigurationDirective? last = null;
        foreach (ConfigurationDirective child in block.Children)
        {
            last = child;
        }

        if (last is { } sibling)
        {
            InsertAfter(sibling, lines);
            return;
        }

        int lineStart = BlanksBefore(block.BodyEnd);
        if (IsLineStart(lineStart) && lineStart > block.BodyStart)
        {
            string inner = Indented(lines, IndentationOf(block) + IndentationUnit());
            _changes.Add(new TextChange(lineStart, 0, inner + File.NewLine));
        }
        else
        {
            _changes.Add(new TextChange(block.BodyStart, lineStart <= block.BodyStart ? block.BodyEnd - block.BodyStart : 0, $" {OneLine(lines)} "));
        }
    }

    /// <summary>Puts directives at the end of the file.</summary>
    /// <param name="lines">Lines without indentation, separated by '\n'.</param>
    public void AppendToFile(string lines)
    {
        bool needsLineEnd = Text.Length > 0 && Text[^1] != '\n';
        string text = Indented(lines, string.Empty) + File.NewLine;
        _changes.Add(new TextChange(Text.Length, 0, needsLineEnd ? File.NewLine + text : text));
    }

    /// <summary>Any other change.</summary>
    /// <param name="change">Bytes to replace.</param>
    public void Replace(TextChange change)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(change.Start, nameof(change));
        ArgumentOutOfRangeException.ThrowIfNegative(change.Length, nameof(change));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(change.End, Text.Length, nameof(change));
        _changes.Add(change);
    }

    /// <summary>The file with all changes.</summary>
    /// <exception cref="InvalidOperationException">Two changes want the same bytes.</exception>
    /// <exception cref="ConfigurationException">The result is no configuration; nothing else has happened.</exception>
    public ConfigurationFile Apply()
    {
        ParseMode mode = File.Diagnostics.Count == 0 ? ParseMode.Strict : ParseMode.Tolerant;
        return ConfigurationFile.Parse(ApplyToBytes(), File.Path, mode);
    }

    private byte[] ApplyToBytes()
    {
        // Stable, so what is inserted at one place stays in the order in which it was asked for.
        TextChange[] ordered = [.. _changes.OrderBy(change => change.Start)];
        var result = new MemoryStream(Text.Length + ordered.Sum(change => change.Replacement.Length));
        int position = 0;
        foreach (TextChange change in ordered)
        {
            if (change.Start < position)
            {
                throw new InvalidOperationException($"two changes want the bytes at offset {change.Start} of \"{File.Path}\"");
            }

            result.Write(Text[position..change.Start]);
            result.Write(Encoding.UTF8.GetBytes(change.Replacement));
            position = change.End;
        }

        result.Write(Text[position..]);
        return result.ToArray();
    }
}
