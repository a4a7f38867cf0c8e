using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;
using NginxHa.Shell.Host;

namespace NginxHa.Shell.Interactive;

/// <summary>Reads one line with the usual keys: arrows, Home, End, Delete, history, Tab completion, Ctrl+C, Ctrl+D, Ctrl+U, Ctrl+L.</summary>
internal sealed class LineEditor(Runspace runspace, ConsoleTerminal terminal)
{
    private readonly List<string> _history = [];
    private readonly StringBuilder _line = new();
    private string _prompt = string.Empty;
    private int _cursor;
    private int _rows;
    private int _historyIndex;
    private CommandCompletion? _completion;

    public LineResult Read(string prompt)
    {
        _prompt = prompt;
        _line.Clear();
        _cursor = 0;
        _rows = 0;
        _historyIndex = _history.Count;
        _completion = null;
        bool treatControlC = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        try
        {
            Draw();
            while (true)
            {
                if (Handle(Console.ReadKey(intercept: true)) is { } result)
                {
                    return result;
                }

                Draw();
            }
        }
        finally
        {
            Console.TreatControlCAsInput = treatControlC;
        }
    }

    private LineResult? Handle(ConsoleKeyInfo key)
    {
        if (key.Key != ConsoleKey.Tab)
        {
            _completion = null;
        }

        bool control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                return Finish(LineKind.Line);
            case ConsoleKey.C when control:
                return Finish(LineKind.Cancelled);
            case ConsoleKey.D when control && _line.Length == 0:
                return new LineResult(LineKind.End, string.Empty);
            case ConsoleKey.U when control:
                Replace(_line.ToString(_cursor, _line.Length - _cursor), 0);
                break;
            case ConsoleKey.L when control:
                Console.Clear();
                _rows = 0;
                break;
            case ConsoleKey.A when control:
            case ConsoleKey.Home:
                _cursor = 0;
                break;
            case ConsoleKey.E when control:
            case ConsoleKey.End:
                _cursor = _line.Length;
                break;
            case ConsoleKey.LeftArrow:
                _cursor = Math.Max(0, _cursor - 1);
                break;
            case ConsoleKey.RightArrow:
                _cursor = Math.Min(_line.Length, _cursor + 1);
                break;
            case ConsoleKey.UpArrow:
                Recall(_historyIndex - 1);
                break;
            case ConsoleKey.DownArrow:
                Recall(_historyIndex + 1);
                break;
            case ConsoleKey.Backspace when _cursor > 0:
                _line.Remove(--_cursor, 1);
                break;
            case ConsoleKey.Delete when _cursor < _line.Length:
                _line.Remove(_cursor, 1);
                break;
            case ConsoleKey.Escape:
                Replace(string.Empty, 0);
                break;
            case ConsoleKey.Tab:
                Complete(forward: !key.Modifiers.HasFlag(ConsoleModifiers.Shift));
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                {
                    _line.Insert(_cursor++, key.KeyChar);
                }

                break;
        }

        return null;
    }

    private LineResult Finish(LineKind kind)
    {
        _cursor = _line.Length;
        Draw();
        Console.WriteLine();
        string text = _line.ToString();
        if (kind == LineKind.Line && !string.IsNullOrWhiteSpace(text) && (_history.Count == 0 || _history[^1] != text))
        {
            _history.Add(text);
        }

        return new LineResult(kind, text);
    }

    private void Recall(int index)
    {
        if (index >= 0 && index <= _history.Count)
        {
            _historyIndex = index;
            string text = index == _history.Count ? string.Empty : _history[index];
            Replace(text, text.Length);
        }
    }

    private void Complete(bool forward)
    {
        if (_completion is null)
        {
            using PowerShell shell = PowerShell.Create(runspace);
            _completion = CommandCompletion.CompleteInput(_line.ToString(), _cursor, options: null, shell);
        }

        if (_completion.CompletionMatches.Count == 0 || _completion.GetNextResult(forward) is not { } match)
        {
            return;
        }

        string text = _line.ToString();
        string completed = text[.._completion.ReplacementIndex] + match.CompletionText;
        Replace(completed + text[Math.Min(text.Length, _completion.ReplacementIndex + _completion.ReplacementLength)..], completed.Length);
        // The next Tab replaces this match.
        _completion.ReplacementLength = match.CompletionText.Length;
    }

    private void Replace(string text, int cursor)
    {
        _line.Clear().Append(text);
        _cursor = cursor;
    }

    /// <summary>Draws prompt and line, over as many rows as they need, and puts the cursor in its place.</summary>
    private void Draw()
    {
        int width = Math.Max(1, terminal.Width);
        var frame = new StringBuilder("\r");
        if (_rows > 0)
        {
            frame.Append("\u001b[").Append(_rows).Append('A');
        }

        frame.Append("\u001b[J").Append(_prompt).Append(_line);
        int end = _prompt.Length + _line.Length;
        if (end % width == 0)
        {
            // A full row leaves the cursor on its last column until one more character comes.
            frame.Append(" \r");
        }

        int target = _prompt.Length + _cursor;
        int up = (end / width) - (target / width);
        if (up > 0)
        {
            frame.Append("\u001b[").Append(up).Append('A');
        }

        frame.Append('\r');
        if (target % width > 0)
        {
            frame.Append("\u001b[").Append(target % width).Append('C');
        }

        _rows = target / width;
        Console.Write(frame.ToString());
    }
}
