using System.Text;

namespace NginxHa.Topology.Keepalived.Reading;

/// <summary>
/// Turns files into statements, as keepalived's own reader does: comments, <c>@id</c> conditions, <c>$</c> definitions,
/// <c>~SEQ</c> and <c>~LST</c> repetitions, includes and braces, in that order for each line.
/// </summary>
internal sealed class LineReader
{
    private const int DeepestInclude = 64;
    private const int MostLines = 1_000_000;

    private readonly KeepalivedReadOptions _options;
    private readonly FindingList _findings;
    private readonly Definitions _definitions;
    private readonly Stack<OpenFile> _files = new();

    // What a line brought with it that comes before the next line of the file: the rest after a brace, the other
    // lines of a definition, the repetitions of a sequence. The latest comes first.
    private readonly Stack<object> _pending = new();
    private bool _defining;
    private int _lines;

    public LineReader(KeepalivedReadOptions options, FindingList findings)
    {
        _options = options;
        _findings = findings;
        _definitions = new Definitions(options, () => CurrentDirectory);
    }

    private SourcePosition Position => _files.TryPeek(out OpenFile? file) ? file.Position : default;

    private string CurrentDirectory => _files.TryPeek(out OpenFile? file) ? file.Directory : BaseDirectory;

    private string BaseDirectory => _options.BaseDirectory ?? Directory.GetCurrentDirectory();

    /// <summary>Opens the file to begin with.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void OpenFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The configuration file '{path}' does not exist.", path);
        }

        var file = new OpenFile([path]);
        if (!file.OpenNext((name, reason) => throw new IOException($"The configuration file '{name}' {reason}.")))
        {
            throw new IOException($"The configuration file '{path}' cannot be read.");
        }

        _files.Push(file);
    }

    /// <summary>Begins with a text that is in memory.</summary>
    public void OpenText(string text, string name) => _files.Push(new OpenFile(text, name, BaseDirectory));

    /// <summary>All statements and braces, in order.</summary>
    public IEnumerable<LogicalLine> Read()
    {
        while (NextLine() is string line)
        {
            if (++_lines > MostLines)
            {
                _findings.Error("TooManyLines", Position, $"The configuration has more than {MostLines} lines after its repetitions; reading stops here.");
                yield break;
            }

            if (_defining)
            {
                _defining = _definitions.Continue(line);
                continue;
            }

            if (line.Length == 0 || Process(line) is not { Length: > 0 } statement || TryInclude(statement))
            {
                continue;
            }

            yield return new LogicalLine(SplitAtBrace(statement), Position);
        }
    }

    private string? NextLine()
    {
        while (_pending.TryPop(out object? pending))
        {
            switch (pending)
            {
                case string rest:
                    return rest;
                case Sequence sequence:
                    sequence.Advance(_definitions);
                    if (!sequence.IsExhausted)
                    {
                        _pending.Push(sequence);
                    }

                    return sequence.Text;
                case Queue<string> lines when lines.TryDequeue(out string? next):
                    if (lines.Count > 0)
                    {
                        _pending.Push(lines);
                    }

                    return next;
            }
        }

        return NextFileLine();
    }

    private string? NextFileLine()
    {
        while (_files.TryPeek(out OpenFile? file))
        {
            if (!file.TryReadLine(out string raw))
            {
                if (!file.OpenNext(ReportSkipped))
                {
                    _files.Pop();
                }

                continue;
            }

            string line = raw.TrimEnd('\r');
            if (Encoding.UTF8.GetByteCount(line) > Reading.OpenFile.LongestLine)
            {
                _findings.Error("LineTooLong", Position, $"The line has more than {Reading.OpenFile.LongestLine} bytes; keepalived cuts it in two.");
            }

            string text = StripComments(line);
            if (text.Length > 0)
            {
                return text;
            }

            // The copy that keepalived's children read has an empty line in place of a comment, and an empty line
            // ends a definition of several lines.
            if (_defining)
            {
                _definitions.EndContinuation();
                _defining = false;
            }
        }

        return null;
    }

    /// <summary>
    /// keepalived reads its configuration, writes a copy without comments, and has its children read the copy the same
    /// way: an escaped # or ! has lost its backslash by then.
    /// </summary>
    private string StripComments(string line)
    {
        string once = Comments.Strip(line, out bool unterminatedQuote);
        if (unterminatedQuote)
        {
            _findings.Error("UnterminatedQuote", Position, $"The quote in '{once}' is not closed.");
        }

        string twice = Comments.Strip(once, out _);
        if (twice != once)
        {
            _findings.Warning("EscapedCommentSign", Position, $"A backslash does not keep # or ! from starting a comment in keepalived 2.2.7; only '{twice}' is left.", remedy: "Put the value in double quotes.");
        }

        return twice;
    }

    /// <summary>Applies condition, definition, sequence and replacement; null when nothing is left to hand on.</summary>
    private string? Process(string line)
    {
        while (true)
        {
            if (line[0] == '@' && (line = ApplyCondition(line)).Length == 0)
            {
                return null;
            }

            if (line[0] == '$' && _definitions.TryDefine(line, out bool continues))
            {
                _defining = continues;
                return null;
            }

            if (Sequence.IsSequence(line))
            {
                AddSequence(line);
                return null;
            }

            if (line[0] == '~' || !line.Contains('$', StringComparison.Ordinal) || !Replace(ref line))
            {
                return line;
            }

            line = Comments.Strip(line, out _);
            if (line.Length == 0)
            {
                return null;
            }
        }
    }

    private string ApplyCondition(string line)
    {
        int start = line.Length > 1 && line[1] == '^' ? 2 : 1;
        int end = line.AsSpan(start).IndexOfAny(' ', '\t') + start;
        if (end < start)
        {
            return string.Empty;
        }

        bool matches = _options.ConfigurationId is string id && line.AsSpan(start, end - start).SequenceEqual(id);
        return matches == (start == 1) ? line[end..].TrimStart(' ', '\t') : string.Empty;
    }

    private void AddSequence(string line)
    {
        if (Sequence.Parse(line, _definitions, out string? reason) is Sequence sequence)
        {
            _pending.Push(sequence);
        }
        else
        {
            _findings.Error("InvalidSequence", Position, $"'{line}' is not a valid repetition: {reason}.");
        }
    }

    private bool Replace(ref string line)
    {
        string before = line;
        try
        {
            if (!_definitions.TryReplace(ref line, out IReadOnlyList<string> following, out bool random))
            {
                return false;
            }

            if (random)
            {
                _findings.Information("RandomValue", Position, $"'{before}' has another value each time that it is read (_RANDOM).");
            }

            if (following.Count > 0)
            {
                _pending.Push(new Queue<string>(following));
            }

            return true;
        }
        catch (InvalidOperationException exception)
        {
            _findings.Error("EndlessDefinition", Position, $"'{before}' uses {exception.Message}.");
            line = before;
            return false;
        }
    }

    private bool TryInclude(string line)
    {
        const string Keyword = "include";
        if (!line.StartsWith(Keyword, StringComparison.Ordinal) || line.Length < Keyword.Length + 2)
        {
            return false;
        }

        char kind = line[Keyword.Length];
        bool plain = char.IsWhiteSpace(kind);
        if (!plain && !("rmwba".Contains(kind, StringComparison.Ordinal) && char.IsWhiteSpace(line[Keyword.Length + 1])))
        {
            return false;
        }

        string pattern = line[(Keyword.Length + (plain ? 1 : 2))..].Trim(' ', '\t');
        if (_files.Count >= DeepestInclude)
        {
            _findings.Error("IncludeTooDeep", Position, $"'{pattern}' is included by {DeepestInclude} files inside each other; does a file include itself?");
            return true;
        }

        List<string> matches = GlobPattern.Find(pattern, CurrentDirectory, out bool hasWildcard);
        if (matches.Count == 0)
        {
            string message = $"No file matches '{pattern}'.";
            bool mustMatch = kind is 'a' or 'w' || (!hasWildcard && kind is 'm' or 'r' or 'b');
            if (mustMatch)
            {
                _findings.Error("IncludeNotFound", Position, message, Keyword);
            }
            else
            {
                _findings.Warning("IncludeNotFound", Position, message, Keyword);
            }

            return true;
        }

        var file = new OpenFile(matches);
        if (file.OpenNext(ReportSkipped))
        {
            _files.Push(file);
        }

        return true;
    }

    private void ReportSkipped(string path, string reason) =>
        _findings.Warning("IncludeSkipped", Position, $"'{path}' is left out: it {reason}.", "include");

    /// <summary>Cuts a line before or after its first brace outside double quotes; the rest is read next.</summary>
    private string SplitAtBrace(string line)
    {
        int brace = 0;
        if (line[0] is not ('{' or '}'))
        {
            bool quoted = false;
            while (brace < line.Length && (quoted || line[brace] is not ('{' or '}')))
            {
                quoted ^= line[brace++] == '"';
            }
        }

        int cut = brace == 0 ? 1 : brace;
        if (cut >= line.Length)
        {
            return line;
        }

        string rest = line[cut..].Trim(' ', '\t');
        if (rest.Length > 0)
        {
            _pending.Push(rest);
        }

        return line[..cut].TrimEnd(' ', '\t');
    }
}
