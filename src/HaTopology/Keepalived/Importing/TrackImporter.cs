using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>Reads the track_* blocks of instances and groups: which definition, with which weight.</summary>
internal sealed class TrackImporter(ImportContext context, ValueReader values, string head)
{
    private readonly List<TrackOptions> _tracks = [];
    private readonly HashSet<(string Kind, string Name)> _names = [];

    public IReadOnlyList<TrackOptions> Tracks => _tracks;

    public bool TryImport(KeepalivedStatement block)
    {
        if (block.Keyword is not ("track_interface" or TrackDefinitionImporter.Script or TrackDefinitionImporter.File or TrackDefinitionImporter.Process))
        {
            return false;
        }

        foreach (KeepalivedStatement line in block.Block ?? [])
        {
            Import(block.Keyword, line);
        }

        return true;
    }

    private void Import(string kind, KeepalivedStatement line)
    {
        string name = line.Words[0];
        if (!_names.Add((kind, name)))
        {
            values.Error("DuplicateTrack", line, $"'{name}' is tracked twice by {head}; the first one counts.");
            return;
        }

        TrackOptions? track = new InterfaceTrackOptions { Name = name, Interface = name };
        if (kind != "track_interface" && !context.Tracks.TryUse(kind, name, out track))
        {
            values.Error("UnknownTrack", line, $"{head} tracks '{name}', but no such {kind[6..]} is defined before it; it is ignored.");
            return;
        }

        if (track is null)
        {
            context.Keep([head, kind], line, "What it tracks has no equivalent in the engine.");
        }
        else if (Weigh(line, track) is TrackOptions weighed)
        {
            _tracks.Add(weighed);
        }
    }

    private TrackOptions? Weigh(KeepalivedStatement line, TrackOptions track)
    {
        if (line.Words.Count < 2)
        {
            return track;
        }

        if (line.Words[1] != "weight" || line.Words.Count == 2)
        {
            values.Error("UnknownOption", line, $"'{line.Text}' is not allowed; after the name comes 'weight', a number and possibly 'reverse'. keepalived ignores the line.");
            return null;
        }

        int weight = TrackDefinitionImporter.Weight(values, line, 254, 2) ?? track.Weight;
        bool reverse = track.Reverse;
        if (line.Words.Count > 3)
        {
            switch (line.Words[3])
            {
                case "reverse":
                    reverse = true;
                    break;
                case "noreverse" when track is not InterfaceTrackOptions:
                    reverse = false;
                    break;
                default:
                    values.Error("UnknownOption", line, $"'{line.Words[3]}' in '{line.Text}' is not allowed; it takes 'reverse'.");
                    break;
            }
        }

        return track with { Weight = weight, Reverse = reverse };
    }
}
