using System.Globalization;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Keepalived.Exporting;

/// <summary>Writes definitions of scripts, files and processes, and the blocks that use them.</summary>
internal sealed class TrackWriter(ConfigurationText text, KeptIndex kept)
{
    /// <summary>Definitions come before everything that uses them; the same name is defined once.</summary>
    public void WriteDefinitions(NodeDeclaration node)
    {
        var written = new Dictionary<(Type, string), TrackOptions>();
        foreach (TrackOptions track in node.Instances.SelectMany(instance => instance.Tracks).Concat(node.SyncGroups.SelectMany(group => group.Tracks)))
        {
            TrackOptions bare = track with { Weight = 0, Reverse = false };
            if (!written.TryAdd((track.GetType(), track.Name), bare))
            {
                if (!SaysTheSame(bare, written[(track.GetType(), track.Name)]))
                {
                    text.Findings.Error("TrackDefinedTwice", default, $"Two different tracks are called '{track.Name}'; keepalived needs a name for each.", track.Name);
                }

                continue;
            }

            switch (track)
            {
                case ScriptTrackOptions script:
                    WriteScript(script);
                    break;
                case FileTrackOptions file:
                    WriteFile(file);
                    break;
                case ProcessTrackOptions { ProcessName: string name } process:
                    WriteProcess(process, name);
                    break;
                case InterfaceTrackOptions link:
                    if (link.Name != link.Interface)
                    {
                        text.Findings.Information("NameNotWritten", default, $"The track of interface '{link.Interface}' loses its name '{link.Name}'.", link.Name);
                    }

                    break;
                default:
                    text.Findings.Error("NoEquivalent", default, $"Track '{track.Name}' ({track.GetType().Name}) has no equivalent in keepalived and is left out.", track.Name, "Use a script track that asks the same.");
                    break;
            }
        }
    }

    /// <summary>The track blocks of an instance or a group.</summary>
    /// <param name="head">Head of the block that they stand in.</param>
    /// <param name="tracks">The tracks.</param>
    /// <param name="isOwner">Priority 255, where keepalived ignores tracks with a weight.</param>
    /// <param name="ownInterface">Interface that an instance tracks anyway; null for a group.</param>
    public void WriteUses(string head, IReadOnlyList<TrackOptions> tracks, bool isOwner, string? ownInterface)
    {
        string? open = null;
        foreach (TrackOptions track in tracks.Where(track => IsUsable(head, track, isOwner, ownInterface)))
        {
            if (Use(track) is not (string keyword, string name))
            {
                continue;
            }

            // One block for each run of the same kind, so that the order of the tracks stays.
            if (keyword != open)
            {
                CloseUses(head, open);
                text.Open(keyword);
                open = keyword;
            }

            WriteUse(track, text.Word(name, keyword));
        }

        CloseUses(head, open);
        foreach (string keyword in (string[])["track_interface", "track_script", "track_file", "track_process"])
        {
            text.Block(keyword, kept.Take(head, keyword), text.Verbatim);
        }
    }

    private static (string Keyword, string Name)? Use(TrackOptions track) => track switch
    {
        InterfaceTrackOptions link => ("track_interface", link.Interface),
        ScriptTrackOptions => ("track_script", track.Name),
        FileTrackOptions => ("track_file", track.Name),
        ProcessTrackOptions { ProcessName: not null } => ("track_process", track.Name),
        _ => null,
    };

    private void WriteUse(TrackOptions track, string name)
    {
        // A tracked file has weight 1 when nothing is said; the others have 0.
        string weight = track is FileTrackOptions || track.Weight != 0 || track.Reverse
            ? string.Create(CultureInfo.InvariantCulture, $" weight {track.Weight}")
            : string.Empty;
        text.Statement(name + weight + (track.Reverse ? " reverse" : string.Empty));
    }

    private void CloseUses(string head, string? keyword)
    {
        if (keyword is not null)
        {
            kept.Take(head, keyword).ForEach(text.Verbatim);
            text.Close();
        }
    }

    private bool IsUsable(string head, TrackOptions track, bool isOwner, string? ownInterface)
    {
        if (isOwner && track.Weight != 0)
        {
            text.Findings.Warning("WeightIgnored", default, $"{head} has priority 255, which no track changes; '{track.Name}' with weight {track.Weight} is left out.", track.Name);
            return false;
        }

        if (track is InterfaceTrackOptions link && link.Interface == ownInterface)
        {
            text.Findings.Warning("OwnInterfaceTracked", default, $"{head} tracks its own interface, which keepalived always does; '{track.Name}' is left out.", track.Name);
            return false;
        }

        return true;
    }

    private void WriteScript(ScriptTrackOptions script)
    {
        text.Open("vrrp_script", script.Name);
        text.Command("script", script.Program, script.Arguments, user: null);
        text.Statement("interval", text.WholeSeconds(script.Interval, $"interval of {script.Name}"));
        if (script.Timeout is TimeSpan timeout && timeout != script.Interval)
        {
            text.Statement("timeout", text.WholeSeconds(timeout, $"timeout of {script.Name}"));
        }

        if (script.Rise != 1)
        {
            text.Statement("rise", script.Rise);
        }

        if (script.Fall != 1)
        {
            text.Statement("fall", script.Fall);
        }

        if (script.User is not null)
        {
            text.Statement("user", script.User);
        }

        if (script.InitiallyUp == false)
        {
            text.Statement("init_fail");
        }
        else if (script.InitiallyUp == true)
        {
            text.Findings.Information("NoEquivalent", default, $"keepalived waits for the first result of '{script.Name}'; it cannot be up before it.", script.Name);
        }

        kept.Take($"vrrp_script {script.Name}").ForEach(text.Verbatim);
        text.Close();
        text.Blank();
    }

    private void WriteFile(FileTrackOptions file)
    {
        text.Open("track_file", file.Name);
        text.Statement("file", file.Path);
        kept.Take($"track_file {file.Name}").ForEach(text.Verbatim);
        text.Close();
        text.Blank();
        TellPolling(file);
    }

    private void WriteProcess(ProcessTrackOptions process, string name)
    {
        text.Open("vrrp_track_process", process.Name);
        text.Statement("process", name);
        if (process.Quorum != 1)
        {
            text.Statement("quorum", process.Quorum);
        }

        kept.Take($"vrrp_track_process {process.Name}").ForEach(text.Verbatim);
        text.Close();
        text.Blank();
        TellPolling(process);
    }

    private void TellPolling(PeriodicTrackOptions track)
    {
        bool isDefault = track.Interval == TimeSpan.FromSeconds(1) && track.Timeout is null && track.Rise == 1 && track.Fall == 1 && track.InitiallyUp is null;
        if (!isDefault)
        {
            text.Findings.Information("NoEquivalent", default, $"keepalived is told of changes by the system; interval, timeout, rise, fall and initial state of '{track.Name}' are not written.", track.Name);
        }
    }

    private static bool SaysTheSame(TrackOptions one, TrackOptions other) => (one, other) switch
    {
        (ScriptTrackOptions a, ScriptTrackOptions b) =>
            a.Arguments.SequenceEqual(b.Arguments, StringComparer.Ordinal) && (a with { Arguments = b.Arguments }) == b,
        _ => one == other,
    };
}
