using System.Globalization;
using System.Runtime.CompilerServices;

namespace NginxHa.Nginx.Configuration;

/// <summary>
/// Reads nginx.conf in one pass, without recursion and without copying text. The lexical rules are those of nginx
/// (ngx_conf_file.c as of 1.22): a word ends at white space, ';' or '{'; a backslash keeps the next byte from
/// ending it; "${" belongs to the word; a quote counts only where a word begins.
/// </summary>
internal sealed partial class ConfigurationParser
{
    /// <summary>More than this and the list says that it is cut: nobody reads on, and memory is not endless.</summary>
    internal const int MaximumDiagnostics = 10_000;

    private readonly byte[] _text;
    private readonly string _path;
    private readonly ParseMode _mode;
    private readonly List<ConfigurationDiagnostic> _diagnostics = [];
    private GrowingArray<NodeRecord> _nodes;
    private GrowingArray<WordRecord> _words;
    private GrowingArray<CommentRecord> _comments;
    private int _position;
    private int _line = 1;
    private int _openBlock = -1;
    private int _firstWord;
    private int _statementLine;
    private int _reportedUpTo;
    private int _reportedLineStart;

    // A quote without its end costs one look at the rest of the file. Once for each kind of quote is enough.
    private bool _doubleQuoteLost;
    private bool _singleQuoteLost;

    private ConfigurationParser(byte[] text, string path, ParseMode mode)
    {
        _text = text;
        _path = path;
        _mode = mode;
        ReadOnlySpan<byte> span = text;
        int directives = span.Count((byte)';') + span.Count((byte)'{');
        directives = Math.Min(directives, text.Length / 12) + 4;
        _nodes = new GrowingArray<NodeRecord>(directives);
        _words = new GrowingArray<WordRecord>((int)Math.Min(text.Length / 3, directives * 2.5));
        _comments = new GrowingArray<CommentRecord>(0);
    }

    public NodeRecord[] Nodes { get; private set; } = [];

    public int NodeCount => _nodes.Count;

    public WordRecord[] Words { get; private set; } = [];

    public CommentRecord[] Comments { get; private set; } = [];

    public int CommentCount => _comments.Count;

    public IReadOnlyList<ConfigurationDiagnostic> Diagnostics => _diagnostics;

    private int PendingWords => _words.Count - _firstWord;

    public static ConfigurationParser Run(byte[] text, string path, ParseMode mode)
    {
        var parser = new ConfigurationParser(text, path, mode);
        parser.ReadAll();
        parser.Nodes = parser._nodes.Seal();
        parser.Words = parser._words.Seal();
        parser.Comments = parser._comments.Seal();
        return parser;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadAll()
    {
        ReadOnlySpan<byte> text = _text;
        _position = text.StartsWith("\uFEFF"u8) ? 3 : 0;
        bool afterQuote = false;
        while (_position < text.Length)
        {
            byte c = text[_position];
            switch (c)
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r':
                    _position++;
                    afterQuote = false;
                    continue;
                case (byte)'\n':
                    _position++;
                    _line++;
                    afterQuote = false;
                    continue;
                case (byte)';':
                    EndSimpleDirective();
                    afterQuote = false;
                    continue;
                case (byte)'{':
                    OpenBlock();
                    afterQuote = false;
                    continue;
            }

            if (afterQuote && c != ')')
            {
                Report(_position, $"unexpected \"{Show(c)}\"");
            }

            afterQuote = false;
            switch (c)
            {
                case (byte)'#':
                    ReadComment();
                    break;
                case (byte)'}':
                    CloseBlock();
                    break;
                case (byte)'"' or (byte)'\'':
                    afterQuote = ReadQuotedWord();
                    break;
                default:
                    ReadPlainWord();
                    break;
            }
        }

        EndOfFile();
    }

    private void ReadComment()
    {
        ReadOnlySpan<byte> rest = _text.AsSpan(_position);
        int length = rest.IndexOf((byte)'\n');
        length = length < 0 ? rest.Length : length;
        int shown = length > 0 && rest[length - 1] == '\r' ? length - 1 : length;
        _comments.Add(new CommentRecord(_position, shown, _line));
        _position += length;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadPlainWord()
    {
        ReadOnlySpan<byte> text = _text;
        int start = _position;
        int position = start;
        int startLine = _line;
        bool afterDollar = false;
        while (position < text.Length)
        {
            byte c = text[position];
            if (c > ';' && c != '{' && c != '\\')
            {
                position++;
                afterDollar = false;
                continue;
            }

            if (c == '{' && afterDollar)
            {
                position++;
                continue;
            }

            if (c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)';' or (byte)'{')
            {
                break;
            }

            afterDollar = c == '$';
            if (c == '\\')
            {
                position++;
                if (position < text.Length && text[position] == '\n')
                {
                    _line++;
                }
            }

            position++;
        }

        position = Math.Min(position, text.Length);
        AddWord(start, position - start, startLine);
        _position = position;
    }

    /// <summary>Reads a word in quotes; false when its end is missing and the word was taken another way.</summary>
    private bool ReadQuotedWord()
    {
        ReadOnlySpan<byte> text = _text;
        int start = _position;
        byte quote = text[start];
        ref bool lost = ref quote == '"' ? ref _doubleQuoteLost : ref _singleQuoteLost;
        int position = start + 1;
        while (!lost)
        {
            int found = text[position..].IndexOfAny(quote, (byte)'\\');
            if (found < 0)
            {
                break;
            }

            position += found;
            if (text[position] == quote)
            {
                position++;
                AddWord(start, position - start, _line);
                _line += text[start..position].Count((byte)'\n');
                _position = position;
                return true;
            }

            position += 2;
            if (position > text.Length)
            {
                break;
            }
        }

        lost = true;
        Report(start, string.Create(CultureInfo.InvariantCulture, $"unexpected end of file, expecting {(char)quote} for the quote opened in line {_line}"));
        ReadPlainWord();
        return false;
    }

    private void AddWord(int start, int length, int line)
    {
        if (PendingWords == 0)
        {
            _statementLine = line;
        }

        _words.Add(new WordRecord(start, length));
    }

    private static string Show(byte c) =>
        c is >= 0x20 and < 0x7f ? ((char)c).ToString() : string.Create(CultureInfo.InvariantCulture, $"\\x{c:X2}");
}
