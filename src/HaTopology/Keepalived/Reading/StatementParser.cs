namespace NginxHa.Topology.Keepalived.Reading;

/// <summary>Builds the tree of statements from lines and says what keepalived would not know or not find.</summary>
internal sealed class StatementParser
{
    private readonly FindingList _findings;
    private readonly Stack<OpenBlock> _blocks = new();
    private OpenBlock _current;

    private StatementParser(FindingList findings)
    {
        _findings = findings;
        _current = new OpenBlock(null, BlockKind.Keywords, GrammarContext.Root);
    }

    public static IReadOnlyList<KeepalivedStatement> Parse(IEnumerable<LogicalLine> lines, FindingList findings)
    {
        var parser = new StatementParser(findings);
        foreach (LogicalLine line in lines)
        {
            parser.Add(line);
        }

        return parser.Finish();
    }

    private void Add(LogicalLine line)
    {
        if (line.Text == "{")
        {
            OpenExpected(line.Position);
            return;
        }

        if (_current.Expected is { } expected)
        {
            _findings.Error("MissingBrace", line.Position, $"'{{' is missing after '{expected.Statement.Text}'.", expected.Statement.Keyword);
            Open(expected);
        }

        if (line.Text == "}")
        {
            Close(line.Position);
            return;
        }

        AddStatement(new KeepalivedStatement(line.Text, line.Position));
    }

    private void AddStatement(KeepalivedStatement statement)
    {
        Words.Split(statement.Text, out bool unmatchedQuote);
        if (unmatchedQuote)
        {
            _findings.Error("UnmatchedQuote", statement.Position, $"A double quote in '{statement.Text}' has no partner; the words after it are lost.");
        }

        _current.Statements.Add(statement);
        _current.MayOpen = true;
        if (_current.Kind != BlockKind.Keywords || statement.Keyword.Length == 0)
        {
            return;
        }

        if (_current.Context!.TryFind(statement.Keyword, out BlockKind kind, out GrammarContext? context))
        {
            if (kind != BlockKind.None)
            {
                _current.Expected = new ExpectedBlock(statement, kind, context);
            }

            _current.MayOpen = kind != BlockKind.None;
            return;
        }

        string where = _current.Head is null ? "at the top level" : $"in {_current.Head.Keyword}";
        string? similar = _current.Context.Keywords.FirstOrDefault(known => IsSimilar(known, statement.Keyword));
        _findings.Error(
            "UnknownKeyword",
            statement.Position,
            $"keepalived knows no keyword '{statement.Keyword}' {where}; the line is kept, but has no effect.",
            statement.Keyword,
            similar is null ? null : $"Did you mean '{similar}'?");
    }

    private void OpenExpected(SourcePosition position)
    {
        if (_current.Expected is { } expected)
        {
            Open(expected);
        }
        else if (_current.MayOpen && _current.Statements.Count > 0)
        {
            // The block of an unknown keyword, or one inside a block that is not interpreted.
            Open(new ExpectedBlock(_current.Statements[^1], BlockKind.Opaque, null));
        }
        else
        {
            _findings.Error("UnexpectedBrace", position, "'{' follows nothing that takes a block.");
            Open(new ExpectedBlock(new KeepalivedStatement(string.Empty, position), BlockKind.Opaque, null));
        }
    }

    private void Open(ExpectedBlock expected)
    {
        _current.Expected = null;
        _current.MayOpen = false;
        _blocks.Push(_current);
        _current = new OpenBlock(expected.Statement, expected.Kind, expected.Context);
    }

    private void Close(SourcePosition position)
    {
        if (!_blocks.TryPop(out OpenBlock? outer))
        {
            _findings.Error("UnexpectedBrace", position, "'}' closes nothing: there are more of them than of '{'.");
            return;
        }

        KeepalivedStatement closed = _current.Head! with { Block = _current.Statements };
        if (outer.Statements.Count > 0 && ReferenceEquals(outer.Statements[^1], _current.Head))
        {
            outer.Statements[^1] = closed;
        }
        else
        {
            outer.Statements.Add(closed);
        }

        outer.MayOpen = false;
        _current = outer;
    }

    private List<KeepalivedStatement> Finish()
    {
        if (_current.Expected is { } expected)
        {
            _findings.Error("MissingBrace", expected.Statement.Position, $"The file ends after '{expected.Statement.Text}', before its '{{'.", expected.Statement.Keyword);
        }

        while (_current.Head is not null)
        {
            _findings.Error("MissingBrace", _current.Head.Position, $"'{_current.Head.Text}' has no closing '}}'.", _current.Head.Keyword);
            Close(_current.Head.Position);
        }

        return _current.Statements;
    }

    private static bool IsSimilar(string known, string word)
    {
        if (Math.Abs(known.Length - word.Length) > 2 || word.Length < 4)
        {
            return false;
        }

        int[] row = [.. Enumerable.Range(0, word.Length + 1)];
        for (int i = 1; i <= known.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= word.Length; j++)
            {
                int cost = char.ToLowerInvariant(known[i - 1]) == char.ToLowerInvariant(word[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[^1] <= 2;
    }

    private sealed record ExpectedBlock(KeepalivedStatement Statement, BlockKind Kind, GrammarContext? Context);

    private sealed class OpenBlock(KeepalivedStatement? head, BlockKind kind, GrammarContext? context)
    {
        public KeepalivedStatement? Head { get; } = head;

        public BlockKind Kind { get; } = kind;

        public GrammarContext? Context { get; } = context;

        public List<KeepalivedStatement> Statements { get; } = [];

        public ExpectedBlock? Expected { get; set; }

        public bool MayOpen { get; set; }
    }
}
