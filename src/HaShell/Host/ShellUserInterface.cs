using System.Management.Automation;
using System.Management.Automation.Host;

namespace NginxHa.Shell.Host;

/// <summary>
/// Renders the streams: output, warnings, verbose and debug to standard output and errors to standard error, as pwsh
/// does; colours and the progress line on a terminal only.
/// </summary>
internal sealed partial class ShellUserInterface : PSHostUserInterface
{
    private const string Reset = "\u001b[0m";

    private readonly ConsoleTerminal _terminal;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly bool _interactive;
    private readonly ProgressLine? _progress;
    private readonly object _gate = new();

    public ShellUserInterface(ConsoleTerminal terminal, TextWriter output, TextWriter error, bool interactive)
    {
        _terminal = terminal;
        _output = output;
        _error = error;
        _interactive = interactive;
        RawUI = new ShellRawUserInterface(terminal);
        _progress = terminal.ErrorIsTerminal ? new ProgressLine(error, () => terminal.Width) : null;
    }

    public override PSHostRawUserInterface RawUI { get; }

    public override bool SupportsVirtualTerminal => _terminal.Colour;

    /// <summary>Whether output goes where errors go.</summary>
    public bool WritesErrors { get; set; }

    public void HideProgress()
    {
        lock (_gate)
        {
            _progress?.Erase();
        }
    }

    public override void Write(string value)
    {
        if (WritesErrors)
        {
            Emit(_error, Plain(value, _terminal.ErrorColour));
        }
        else
        {
            Emit(_output, Plain(value, _terminal.Colour));
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Emit(_output, _terminal.Colour ? Sgr(foregroundColor) + value + Reset : value);

    public override void WriteLine() => Write(Environment.NewLine);

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        Write(foregroundColor, backgroundColor, value);
        WriteLine();
    }

    public override void WriteErrorLine(string value) => 
        Emit(_error, Paint(value, FormatStyle.Error, _terminal.ErrorColour) + Environment.NewLine);

    public override void WriteWarningLine(string message) => WriteStream("WARNING: ", message, FormatStyle.Warning);

    public override void WriteVerboseLine(string message) => WriteStream("VERBOSE: ", message, FormatStyle.Verbose);

    public override void WriteDebugLine(string message) => WriteStream("DEBUG: ", message, FormatStyle.Debug);

    public override void WriteInformation(InformationRecord record)
    {
        // Write-Host has printed its text through Write already; other information is silent unless it is asked for,
        // and then the formatter prints it.
    }

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_gate)
        {
            _progress?.Update(sourceId, record);
        }
    }

    private void WriteStream(string prefix, string message, FormatStyle style) =>
        Emit(_output, Paint(prefix + message, style, _terminal.Colour) + Environment.NewLine);

    private static string Paint(string text, FormatStyle style, bool colour) =>
        colour ? GetFormatStyleString(style) + text + Reset : Plain(text, colour);

    /// <summary>Text as it may be written: formatting puts colours in, which only a terminal understands.</summary>
    private static string Plain(string text, bool colour) => GetOutputString(text, colour);

    private void Emit(TextWriter writer, string text)
    {
        lock (_gate)
        {
            _progress?.Erase();
            writer.Write(text);
            writer.Flush();
        }
    }

    private static string Sgr(ConsoleColor colour) => colour switch
    {
        ConsoleColor.Black => "\u001b[30m",
        ConsoleColor.DarkRed => "\u001b[31m",
        ConsoleColor.DarkGreen => "\u001b[32m",
        ConsoleColor.DarkYellow => "\u001b[33m",
        ConsoleColor.DarkBlue => "\u001b[34m",
        ConsoleColor.DarkMagenta => "\u001b[35m",
        ConsoleColor.DarkCyan => "\u001b[36m",
        ConsoleColor.Gray => "\u001b[37m",
        ConsoleColor.DarkGray => "\u001b[90m",
        ConsoleColor.Red => "\u001b[91m",
        ConsoleColor.Green => "\u001b[92m",
        ConsoleColor.Yellow => "\u001b[93m",
        ConsoleColor.Blue => "\u001b[94m",
        ConsoleColor.Magenta => "\u001b[95m",
        ConsoleColor.Cyan => "\u001b[96m",
        _ => "\u001b[97m",
    };
}
