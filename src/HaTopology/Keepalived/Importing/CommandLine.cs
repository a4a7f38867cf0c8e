using NginxHa.Topology.Keepalived.Reading;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>A program with its arguments and user as keepalived.conf writes them.</summary>
internal sealed record CommandLine(string Program, IReadOnlyList<string> Arguments, string? User, string? Group)
{
    /// <summary>
    /// Reads <c>keyword "program arguments" [user [group]]</c>. Only the first word is the command: without quotes the
    /// arguments would be taken for user and group.
    /// </summary>
    public static CommandLine? Read(KeepalivedStatement statement, ValueReader values)
    {
        if (statement.CommandArguments is not { Count: > 0 } words || Words.SplitCommand(words[0]) is not { Count: > 0 } command)
        {
            values.Error("InvalidCommand", statement, $"'{statement.Text}' names no program, or a quote or escape in it is open.");
            return null;
        }

        return new CommandLine(command[0], command[1..], words.Count > 1 ? words[1] : null, words.Count > 2 ? words[2] : null);
    }
}
