using System.Management.Automation.Language;
using System.Text;
using NginxHa.Shell.Host;

namespace NginxHa.Shell.Interactive;

/// <summary>The read-run-print loop.</summary>
internal sealed class Prompt(ShellSession session, ShellHost host, ConsoleTerminal terminal)
{
    private const string Continuation = ">> ";

    /// <summary>Runs until `exit` or the end of input.</summary>
    /// <param name="greet">Whether to say hello.</param>
    /// <returns>The exit code.</returns>
    public int Run(bool greet)
    {
        if (greet)
        {
            host.UI.WriteLine("HaShell: PowerShell's language and the NginxHa module. Get-Command -Module NginxHa lists the cmdlets; exit ends.");
        }

        var editor = new LineEditor(session.Runspace, terminal);
        while (host.ExitCode is null)
        {
            if (ReadStatement(editor) is not { } text)
            {
                host.UI.WriteLine();
                return 0;
            }

            if (!string.IsNullOrWhiteSpace(text))
            {
                session.Run(shell => shell.AddScript(text, useLocalScope: false));
            }
        }

        return host.ExitCode.Value;
    }

    /// <summary>Reads lines until they are a whole statement; null at the end of input.</summary>
    private string? ReadStatement(LineEditor editor)
    {
        var text = new StringBuilder();
        string prompt = $"HA {session.Runspace.SessionStateProxy.Path.CurrentLocation}> ";
        while (true)
        {
            LineResult line = editor.Read(text.Length == 0 ? prompt : Continuation);
            switch (line.Kind)
            {
                case LineKind.End:
                    return null;
                case LineKind.Cancelled:
                    return string.Empty;
            }

            text.Append(line.Text).Append('\n');
            Parser.ParseInput(text.ToString(), out _, out ParseError[] errors);
            if (!errors.Any(error => error.IncompleteInput) || (line.Text.Length == 0 && text.Length > 1))
            {
                return text.ToString();
            }
        }
    }
}
