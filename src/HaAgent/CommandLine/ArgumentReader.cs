using NginxHa.Topology;

namespace NginxHa.Agent.CommandLine;

/// <summary>Reads the command line.</summary>
internal static class ArgumentReader
{
    public const string Usage = """
        usage: nginxha-agent run [FILE] [--node NAME] [--runtime-directory FOLDER] [--control ADDRESS]
                                 [--log Auto|Journal|Syslog|Text|Json] [--log-level Debug|Information|Warning|Error]
               nginxha-agent check [FILE] [--node NAME] [--json]
               nginxha-agent status [--runtime-directory FOLDER] [--control ADDRESS] [--json]
               nginxha-agent version

        run      runs the virtual routers of the document until SIGTERM or SIGINT; SIGHUP reads the document again
        check    says everything that is wrong with a document, with file, line and reason
        status   asks the agent that runs
        version  writes the version

        FILE is /etc/nginxha/nginxha.json, FOLDER is /run/nginxha unless told otherwise.

        exit codes: 0 well, 1 failure, 2 wrong command line, 3 no agent runs (status), 4 a privilege is missing,
                    6 the document is missing or refused, 8 another agent runs already
        """;

    /// <summary>What an option does to the arguments with a value; null when the value is not one of it.</summary>
    private static readonly Dictionary<string, (AgentVerb[] Verbs, Func<AgentArguments, string, AgentArguments?> Set)> Options = new(StringComparer.Ordinal)
    {
        ["--document"] = ([AgentVerb.Run, AgentVerb.Check], static (a, value) => a with { DocumentPath = Path.GetFullPath(value) }),
        ["--node"] = ([AgentVerb.Run, AgentVerb.Check], static (a, value) => a with { NodeName = value }),
        ["--runtime-directory"] = ([AgentVerb.Run, AgentVerb.Status], static (a, value) => a with { RuntimeFolder = Path.GetFullPath(value) }),
        ["--control"] = ([AgentVerb.Run, AgentVerb.Status], static (a, value) => a with { ControlAddress = value }),
        ["--log"] = ([AgentVerb.Run], static (a, value) => TryParse(value, out AgentLogFormat format) ? a with { LogFormat = format } : null),
        ["--log-level"] = ([AgentVerb.Run], static (a, value) => TryParse(value, out AgentLogLevel level) ? a with { LogLevel = level } : null),
    };

    /// <summary>Reads arguments; on failure the problem is one sentence.</summary>
    public static bool TryRead(IReadOnlyList<string> arguments, out AgentArguments read, out string? problem)
    {
        read = new AgentArguments { Verb = AgentVerb.Help };
        problem = null;
        if (arguments.Count == 0)
        {
            problem = "Say what to do: run, check, status or version.";
            return false;
        }

        if (arguments.Any(static argument => argument is "--help" or "-h") || arguments[0] == "help")
        {
            return true;
        }

        AgentVerb? verb = arguments[0] switch
        {
            "run" => AgentVerb.Run,
            "check" => AgentVerb.Check,
            "status" => AgentVerb.Status,
            "version" or "--version" => AgentVerb.Version,
            _ => null,
        };
        if (verb is null)
        {
            problem = $"'{arguments[0]}' is not a command; there are run, check, status and version.";
            return false;
        }

        read = read with { Verb = verb.Value };
        for (int i = 1; i < arguments.Count; i++)
        {
            if (!TryReadOption(arguments, ref i, ref read, out problem))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadOption(IReadOnlyList<string> arguments, ref int index, ref AgentArguments read, out string? problem)
    {
        string argument = arguments[index];
        string? value = null;
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && argument.StartsWith("--", StringComparison.Ordinal))
        {
            value = argument[(equals + 1)..];
            argument = argument[..equals];
        }

        problem = null;
        if (argument == "--json" && value is null && read.Verb is AgentVerb.Check or AgentVerb.Status)
        {
            read = read with { AsJson = true };
            return true;
        }

        if (read.Verb is AgentVerb.Run or AgentVerb.Check && !argument.StartsWith('-') && argument.Length > 0)
        {
            read = read with { DocumentPath = Path.GetFullPath(argument) };
            return true;
        }

        if (!Options.TryGetValue(argument, out (AgentVerb[] Verbs, Func<AgentArguments, string, AgentArguments?> Set) option) || !option.Verbs.Contains(read.Verb))
        {
            problem = $"'{argument}' is not an option of this command.";
            return false;
        }

        value ??= ++index < arguments.Count ? arguments[index] : null;
        if (string.IsNullOrEmpty(value))
        {
            problem = $"{argument} needs a value.";
            return false;
        }

        if (option.Set(read, value) is not { } changed)
        {
            problem = $"'{value}' is not a value of {argument}.";
            return false;
        }

        read = changed;
        return true;
    }

    /// <summary>A name of an enumeration, capitals do not count; numbers are not names.</summary>
    private static bool TryParse<T>(string text, out T value)
        where T : struct, Enum
    {
        value = default;
        return text.All(char.IsAsciiLetter) && Enum.TryParse(text, ignoreCase: true, out value);
    }
}
