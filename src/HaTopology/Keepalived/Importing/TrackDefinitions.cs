using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>Scripts, files and processes that instances can track, by name and kind, with the weight they bring.</summary>
internal sealed class TrackDefinitions
{
    private readonly Dictionary<(string Kind, string Name), TrackOptions?> _definitions = [];
    private readonly HashSet<(string Kind, string Name)> _used = [];

    /// <summary>Adds a definition; null stands for one that the engine has no equivalent for.</summary>
    public void Add(string kind, string name, TrackOptions? track) => _definitions[(kind, name)] = track;

    public bool TryUse(string kind, string name, out TrackOptions? track)
    {
        _used.Add((kind, name));
        return _definitions.TryGetValue((kind, name), out track);
    }

    public bool IsUsed(string kind, string name) => _used.Contains((kind, name));
}
