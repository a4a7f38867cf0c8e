using System.Globalization;

namespace NginxHa.Nginx.Configuration;

/// <summary>The directives and blocks that the words make, and what is said when they make none.</summary>
internal sealed partial class ConfigurationParser
{
    private void EndSimpleDirective()
    {
        int semicolon = _position++;
        if (PendingWords == 0)
        {
            Report(semicolon, "unexpected \";\"");
            return;
        }

        AddNode(semicolon + 1, bodyStart: -1, NodeFlags.Closed);
    }

    private void OpenBlock()
    {
        int brace = _position++;
        if (PendingWords == 0)
        {
            Report(brace, "unexpected \"{\"");

            // A nameless block keeps the braces that follow in balance.
            AddWord(brace, 0, _line);
        }

        WordRecord name = _words[_firstWord];
        if (LuaBlockScanner.IsLuaBlock(_text.AsSpan(name.Start, name.Length)))
        {
            AddLuaBlock(brace);
            return;
        }

        _openBlock = AddNode(end: -1, bodyStart: brace + 1, NodeFlags.Block);
    }

    private void AddLuaBlock(int brace)
    {
        int close = LuaBlockScanner.FindEnd(_text, brace + 1);
        if (close < 0)
        {
            Report(brace, "Lua code block missing the closing long bracket or \"}\"");
            AddNode(_text.Length, brace + 1, NodeFlags.Block | NodeFlags.Raw);
            _position = _text.Length;
            return;
        }

        AddNode(close + 1, brace + 1, NodeFlags.Block | NodeFlags.Raw | NodeFlags.Closed);
        _line += _text.AsSpan(brace, close - brace).Count((byte)'\n');
        _position = close + 1;
    }

    private void CloseBlock()
    {
        int brace = _position++;
        if (PendingWords > 0)
        {
            Report(brace, "unexpected \"}\"");
            AddUnfinishedDirective();
        }

        if (_openBlock < 0)
        {
            Report(brace, "unexpected \"}\"");
            return;
        }

        ref NodeRecord block = ref _nodes[_openBlock];
        block.End = brace + 1;
        block.Flags |= NodeFlags.Closed;
        block.NextSibling = _nodes.Count;
        _openBlock = block.Parent;
    }

    private void EndOfFile()
    {
        if (PendingWords > 0)
        {
            Report(_text.Length, "unexpected end of file, expecting \";\" or \"}\"");
            AddUnfinishedDirective();
        }

        while (_openBlock >= 0)
        {
            ref NodeRecord block = ref _nodes[_openBlock];
            Report(_text.Length, string.Create(
                CultureInfo.InvariantCulture,
                $"unexpected end of file, expecting \"}}\" for the block opened in line {block.Line}"));
            block.End = _text.Length;
            block.NextSibling = _nodes.Count;
            _openBlock = block.Parent;
        }
    }

    private void AddUnfinishedDirective()
    {
        WordRecord last = _words[_words.Count - 1];
        AddNode(last.Start + last.Length, bodyStart: -1, NodeFlags.None);
    }

    private int AddNode(int end, int bodyStart, NodeFlags flags)
    {
        int index = _nodes.Count;
        _nodes.Add(new NodeRecord
        {
            FirstWord = _firstWord,
            WordCount = PendingWords,
            Parent = _openBlock,
            NextSibling = index + 1,
            BodyStart = bodyStart,
            End = end,
            Line = _statementLine,
            Flags = flags,
        });
        _firstWord = _words.Count;
        return index;
    }

    private void Report(int offset, string reason)
    {
        var diagnostic = new ConfigurationDiagnostic(_path, _line, offset - LineStartBefore(offset) + 1, reason);
        if (_mode == ParseMode.Strict)
        {
            throw new ConfigurationException(diagnostic);
        }

        if (_diagnostics.Count < MaximumDiagnostics)
        {
            _diagnostics.Add(diagnostic);
        }
        else if (_diagnostics.Count == MaximumDiagnostics)
        {
            _diagnostics.Add(diagnostic with { Reason = $"more than {MaximumDiagnostics} errors, the others are not listed" });
        }
    }

    /// <summary>
    /// The start of the line of <paramref name="offset"/>. Complaints come in the order of the text, so the search
    /// goes back to the last one only, or many errors in one endless line would take quadratic time.
    /// </summary>
    private int LineStartBefore(int offset)
    {
        int from = Math.Min(_reportedUpTo, offset);
        int found = _text.AsSpan(from, offset - from).LastIndexOf((byte)'\n');
        if (found >= 0)
        {
            _reportedLineStart = from + found + 1;
        }

        _reportedUpTo = Math.Max(_reportedUpTo, offset);
        return Math.Min(_reportedLineStart, offset);
    }
}
