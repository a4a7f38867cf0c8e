using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>Reads vrrp_script, track_file and vrrp_track_process.</summary>
internal sealed class TrackDefinitionImporter(ImportContext context)
{
    public const string Script = "track_script";
    public const string File = "track_file";
    public const string Process = "track_process";

    private const long MostSeconds = uint.MaxValue / 1_000_000;

    public void ImportScript(KeepalivedStatement block)
    {
        string name = NameOf(block);
        string head = $"vrrp_script {name}";
        ValueReader values = context.ValuesFor(head);
        CommandLine? command = null;
        var script = new ScriptTrackOptions { Name = name, Program = string.Empty, User = context.Settings.ScriptUser };
        foreach (KeepalivedStatement statement in block.Block ?? [])
        {
            switch (statement.Keyword)
            {
                case "script":
                    command = CommandLine.Read(statement, values);
                    if (command?.User is not null)
                    {
                        values.Warning("ScriptArgumentsIgnored", statement, $"Only the first word of '{statement.Text}' is run; what follows is ignored.", "Put the whole command in double quotes.");
                    }

                    break;
                case "interval":
                    script = script with { Interval = Seconds(values, statement) ?? script.Interval };
                    break;
                case "timeout":
                    script = script with { Timeout = Seconds(values, statement) ?? script.Timeout };
                    break;
                case "rise":
                    script = script with { Rise = values.TryInteger(statement, 1, 1, int.MaxValue, out int rise) ? rise : 1 };
                    break;
                case "fall":
                    script = script with { Fall = values.TryInteger(statement, 1, 1, int.MaxValue, out int fall) ? fall : 1 };
                    break;
                case "weight":
                    script = script with { Weight = Weight(values, statement, 253) ?? script.Weight, Reverse = Reverse(values, statement) };
                    break;
                case "init_fail":
                    script = script with { InitiallyUp = false };
                    break;
                case "user" when statement.Words.Count > 1:
                    script = script with { User = statement.Words[1] };
                    if (statement.Words.Count > 2 && statement.Words[2] != statement.Words[1])
                    {
                        context.KeepTranslated([head], statement, $"Only the user is taken over; programs run with that user's own groups, not with '{statement.Words[2]}'.");
                    }

                    break;
                default:
                    context.KeepKeyword("vrrp_script", [head], statement, "It has no equivalent in the engine.");
                    break;
            }
        }

        if (command is null)
        {
            values.Error("ScriptWithoutProgram", block, $"'{head}' has no script; keepalived leaves it out.");
        }
        else if (command.Program.StartsWith('<'))
        {
            context.Tracks.Add(Script, name, null);
            context.Keep([], block, "The engine has no track for a file that can be opened; it can track a file's content or run a program.");
        }
        else
        {
            context.Tracks.Add(Script, name, script with { Program = command.Program, Arguments = command.Arguments, Timeout = script.Timeout == script.Interval ? null : script.Timeout });
        }
    }

    public void ImportFile(KeepalivedStatement block)
    {
        string name = NameOf(block);
        string head = $"track_file {name}";
        ValueReader values = context.ValuesFor(head);
        string? path = null;
        int weight = 1;
        bool reverse = false;
        foreach (KeepalivedStatement statement in block.Block ?? [])
        {
            switch (statement.Keyword)
            {
                case "file" when statement.Words.Count > 1:
                    path ??= statement.Words[1];
                    break;
                case "weight":
                    weight = Weight(values, statement, 254) ?? 1;
                    reverse = Reverse(values, statement);
                    break;
                default:
                    context.KeepKeyword("track_file", [head], statement, "The engine does not create the files that it tracks.");
                    break;
            }
        }

        if (path is null)
        {
            values.Error("FileWithoutPath", block, $"'{head}' has no file; keepalived leaves it out.");
            return;
        }

        context.Tracks.Add(File, name, new FileTrackOptions { Name = name, Path = path, Weight = weight, Reverse = reverse });
    }

    public void ImportProcess(KeepalivedStatement block)
    {
        string name = NameOf(block);
        string head = $"vrrp_track_process {name}";
        ValueReader values = context.ValuesFor(head);
        KeepalivedStatement? process = null;
        int quorum = 1;
        int weight = 0;
        bool reverse = false;
        string? reason = null;
        List<KeepalivedStatement> others = [];
        foreach (KeepalivedStatement statement in block.Block ?? [])
        {
            switch (statement.Keyword)
            {
                case "process" when statement.Words.Count > 1:
                    process ??= statement;
                    break;
                case "quorum":
                    quorum = values.TryInteger(statement, 1, 1, 65535, out int number) ? number : quorum;
                    break;
                case "weight":
                    weight = Weight(values, statement, 254) ?? weight;
                    reverse = Reverse(values, statement);
                    break;
                case "param_match" or "full_command" or "quorum_max":
                    reason = $"The engine tracks a process by its name; '{statement.Keyword}' has no equivalent.";
                    break;
                default:
                    others.Add(statement);
                    break;
            }
        }

        if (process is null)
        {
            values.Error("ProcessWithoutName", block, $"'{head}' has no process; keepalived leaves it out.");
            return;
        }

        if (process.Words.Count > 2 || process.Words[1].Contains('/', StringComparison.Ordinal))
        {
            reason ??= "The engine tracks a process by its name, without path and parameters.";
        }

        if (reason is not null)
        {
            context.Tracks.Add(Process, name, null);
            context.Keep([], block, reason);
            return;
        }

        foreach (KeepalivedStatement statement in others)
        {
            context.KeepKeyword("vrrp_track_process", [head], statement, "The engine polls at an interval; it has no delays after a start or an end.");
        }

        context.Tracks.Add(Process, name, new ProcessTrackOptions { Name = name, ProcessName = process.Words[1], Quorum = quorum, Weight = weight, Reverse = reverse });
    }

    /// <summary>A weight within limits, cut to what a priority can use.</summary>
    internal static int? Weight(ValueReader values, KeepalivedStatement statement, int limit, int word = 1)
    {
        if (!values.TryInteger(statement, word, -limit, limit, out int weight))
        {
            return null;
        }

        return Math.Clamp(weight, -253, 253);
    }

    private static TimeSpan? Seconds(ValueReader values, KeepalivedStatement statement) =>
        values.Times(statement, MostSeconds) is int seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static bool Reverse(ValueReader values, KeepalivedStatement statement)
    {
        if (statement.Words.Count < 3)
        {
            return false;
        }

        if (statement.Words[2] == "reverse")
        {
            return true;
        }

        values.Error("UnknownOption", statement, $"'{statement.Words[2]}' in '{statement.Text}' is not allowed; it takes 'reverse'.");
        return false;
    }

    private static string NameOf(KeepalivedStatement block) => block.Words.Count > 1 ? block.Words[1] : string.Empty;
}
