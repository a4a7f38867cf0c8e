using System.Text;

namespace NginxHa.Shell.Arguments;

/// <summary>The command line, read the way pwsh reads its own, so that the shell can stand in for it.</summary>
internal sealed record ShellArguments
{
    /// <summary>What to do.</summary>
    public ShellMode Mode { get; private init; } = ShellMode.Interactive;

    /// <summary>The script text or the script file's path.</summary>
    public string Text { get; private init; } = string.Empty;

    /// <summary>The arguments of the script file.</summary>
    public IReadOnlyList<string> ScriptArguments { get; private init; } = [];

    /// <summary>Whether nobody is there to answer questions.</summary>
    public bool NonInteractive { get; private init; }

    /// <summary>Whether to go on interactively after the command or file.</summary>
    public bool NoExit { get; private init; }

    /// <summary>Whether to say nothing at an interactive start.</summary>
    public bool NoLogo { get; private init; }

    /// <summary>The folder to start in, or null for the current one.</summary>
    public string? WorkingDirectory { get; private init; }

    /// <summary>How to call the shell.</summary>
    public const string Usage = """
        usage: HaShell                          read commands from the terminal, or a script from standard input
               HaShell -Command TEXT            run TEXT (-Command - runs standard input)
               HaShell -EncodedCommand BASE64   run UTF-16LE text encoded as base 64
               HaShell [-File] PATH [ARG...]    run a script; the arguments are bound to its parameters
        Also taken: -NonInteractive -NoExit -NoLogo -WorkingDirectory PATH -Version -Help, and, without effect here,
        -NoProfile -Login -ExecutionPolicy X -InputFormat X -OutputFormat X. Names may be shortened (-c, -f, -e, -nop).
        """;

    // A shortened name means the first of these that begins with it, but for the aliases that pwsh fixes.
    private static readonly string[] Names =
    [
        "Command", "File", "EncodedCommand", "ExecutionPolicy", "NoProfile", "NoLogo", "NonInteractive", "NoExit",
        "InputFormat", "OutputFormat", "WorkingDirectory", "Login", "Version", "Help",
    ];

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["e"] = "EncodedCommand",
        ["ec"] = "EncodedCommand",
        ["ep"] = "ExecutionPolicy",
        ["o"] = "OutputFormat",
        ["of"] = "OutputFormat",
        ["if"] = "InputFormat",
        ["wd"] = "WorkingDirectory",
        ["?"] = "Help",
    };

    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">The process's arguments.</param>
    /// <exception cref="ArgumentException">It cannot be understood; the message says why.</exception>
    public static ShellArguments Parse(IReadOnlyList<string> arguments)
    {
        var result = new ShellArguments();
        for (int index = 0; index < arguments.Count; index++)
        {
            string argument = arguments[index];
            if (argument == "-")
            {
                return result with { Mode = ShellMode.StandardInput };
            }

            if (argument.Length < 2 || argument[0] is not ('-' or '/') || File.Exists(argument))
            {
                return result with { Mode = ShellMode.File, Text = argument, ScriptArguments = [.. arguments.Skip(index + 1)] };
            }

            string name = Resolve(argument);
            switch (name)
            {
                case "Command":
                    string text = string.Join(' ', arguments.Skip(index + 1));
                    return text.Length switch
                    {
                        0 => throw new ArgumentException("-Command needs the text to run."),
                        1 when text == "-" => result with { Mode = ShellMode.StandardInput },
                        _ => result with { Mode = ShellMode.Command, Text = text },
                    };
                case "File":
                    string file = Value(arguments, ref index, name);
                    return file == "-"
                        ? result with { Mode = ShellMode.StandardInput }
                        : result with { Mode = ShellMode.File, Text = file, ScriptArguments = [.. arguments.Skip(index + 1)] };
                case "EncodedCommand":
                    result = result with { Mode = ShellMode.Command, Text = Decode(Value(arguments, ref index, name)) };
                    break;
                case "NonInteractive":
                    result = result with { NonInteractive = true };
                    break;
                case "NoExit":
                    result = result with { NoExit = true };
                    break;
                case "NoLogo":
                    result = result with { NoLogo = true };
                    break;
                case "WorkingDirectory":
                    result = result with { WorkingDirectory = Value(arguments, ref index, name) };
                    break;
                case "ExecutionPolicy" or "InputFormat" or "OutputFormat":
                    _ = Value(arguments, ref index, name);
                    break;
                case "Version":
                    return result with { Mode = ShellMode.Version };
                case "Help":
                    return result with { Mode = ShellMode.Help };
            }
        }

        return result;
    }

    private static string Resolve(string argument)
    {
        string typed = argument.TrimStart('-', '/');
        if (Aliases.TryGetValue(typed, out string? alias))
        {
            return alias;
        }

        return Names.FirstOrDefault(name => typed.Length > 0 && name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"'{argument}' is neither a parameter of this shell nor a file.");
    }

    private static string Value(IReadOnlyList<string> arguments, ref int index, string name) =>
        ++index < arguments.Count ? arguments[index] : throw new ArgumentException($"-{name} needs a value.");

    private static string Decode(string base64)
    {
        try
        {
            return Encoding.Unicode.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException)
        {
            throw new ArgumentException("-EncodedCommand needs UTF-16LE text encoded as base 64.");
        }
    }
}
