using NginxHa.Topology.Keepalived.Exporting;
using NginxHa.Topology.Keepalived.Reading;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Keepalived;

/// <summary>Writes a keepalived.conf that keepalived 2.2.7 accepts without a word and that means the same as the options.</summary>
public sealed class KeepalivedExporter
{
    private readonly NodeDeclaration _node;
    private readonly FindingList _findings = new();
    private readonly KeptIndex _kept;
    private readonly ConfigurationText _text;
    private readonly TrackWriter _tracks;

    private KeepalivedExporter(NodeDeclaration node, IEnumerable<KeptStatement> kept)
    {
        _node = node;
        _kept = new KeptIndex(kept);
        _text = new ConfigurationText(_findings);
        _tracks = new TrackWriter(_text, _kept);
    }

    /// <summary>Writes a node.</summary>
    /// <param name="node">What the node is to run.</param>
    public static KeepalivedExport Export(NodeDeclaration node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new KeepalivedExporter(node, []).Write();
    }

    /// <summary>Writes an imported configuration, with everything that the import kept.</summary>
    /// <param name="configuration">The configuration.</param>
    public static KeepalivedExport Export(KeepalivedConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new KeepalivedExporter(configuration.Node, configuration.Kept).Write();
    }

    private KeepalivedExport Write()
    {
        Validate();
        _text.Comment("Configuration of keepalived, written by NginxHa.");
        _text.Blank();
        if (SharedValue(instance => instance.NetworkNamespace, "NamespacesDiffer", "network namespace", FindingSeverity.Error) is string name)
        {
            _text.Statement("net_namespace", name);
            _text.Blank();
        }

        WriteGlobals();
        WriteAnnouncementPauses();
        foreach (KeepalivedStatement statement in _kept.Take())
        {
            _text.Verbatim(statement);
            _text.Blank();
        }

        _tracks.WriteDefinitions(_node);
        foreach (SyncGroupOptions group in _node.SyncGroups)
        {
            WriteGroup(group);
        }

        foreach (VrrpInstanceOptions instance in _node.Instances)
        {
            new InstanceWriter(_text, _kept, _tracks, instance).Write();
        }

        foreach (KeptStatement left in _kept.Left)
        {
            _findings.Warning("KeptNotWritten", left.Statement.Position, $"'{left.Statement.Text}' is not written: its block '{string.Join(" / ", left.Path)}' is not there any more.", left.Statement.Keyword);
        }

        return new KeepalivedExport(_text.ToString().TrimEnd('\n') + "\n", [.. _findings]);
    }

    private void Validate()
    {
        foreach (VrrpInstanceOptions instance in _node.Instances)
        {
            foreach (OptionProblem problem in VrrpInstanceOptionsValidator.Validate(instance))
            {
                _findings.Warning("EngineRefuses", default, $"{instance.Name}: {problem}", instance.Name);
            }
        }
    }

    private void WriteGlobals()
    {
        _text.Open("global_defs");
        if (_node.Name is not null)
        {
            _text.Statement("router_id", _node.Name);
        }

        TimeSpan startupDelay = SharedValue(instance => instance.StartupDelay, "StartupDelaysDiffer", "start-up delay", FindingSeverity.Warning);
        if (startupDelay > TimeSpan.Zero)
        {
            _text.Statement("vrrp_startup_delay", ConfigurationText.Seconds(startupDelay));
        }

        if (RunsPrograms())
        {
            _text.Statement("script_user", "root");
            _text.Statement("enable_script_security");
        }

        if (AnnouncementPauses() is [(TimeSpan arp, TimeSpan advertisement)])
        {
            WritePause("vrrp_garp_interval", arp);
            WritePause("vrrp_gna_interval", advertisement);
        }

        _kept.Take("global_defs").ForEach(_text.Verbatim);
        _text.Close();
        _text.Blank();
    }

    private bool RunsPrograms() =>
        _node.Instances.SelectMany(instance => instance.Tracks).Concat(_node.SyncGroups.SelectMany(group => group.Tracks)).Any(track => track is ScriptTrackOptions)
        || _node.Instances.Select(instance => instance.Hooks).Concat(_node.SyncGroups.Select(group => group.Hooks)).Any(hooks => HookWriter.All(hooks).Any());

    private List<(TimeSpan Arp, TimeSpan NeighbourAdvertisement)> AnnouncementPauses() =>
        [.. _node.Instances.Select(instance => (instance.GratuitousArp.ArpInterval, instance.GratuitousArp.NeighbourAdvertisementInterval)).Distinct()];

    private void WriteAnnouncementPauses()
    {
        if (AnnouncementPauses().Count < 2)
        {
            return;
        }

        foreach (IGrouping<string, VrrpInstanceOptions> link in _node.Instances.GroupBy(instance => instance.Interface, StringComparer.Ordinal))
        {
            GratuitousArpOptions arp = link.First().GratuitousArp;
            if (link.Any(instance => instance.GratuitousArp.ArpInterval != arp.ArpInterval || instance.GratuitousArp.NeighbourAdvertisementInterval != arp.NeighbourAdvertisementInterval))
            {
                _findings.Warning("PausesDiffer", default, $"The instances on '{link.Key}' have different announcement pauses; keepalived has one an interface, and that of '{link.First().Name}' is taken.", link.Key);
            }

            if (arp.ArpInterval > TimeSpan.Zero || arp.NeighbourAdvertisementInterval > TimeSpan.Zero)
            {
                _text.Open("garp_group");
                WritePause("garp_interval", arp.ArpInterval);
                WritePause("gna_interval", arp.NeighbourAdvertisementInterval);
                _text.Statement("interface", link.Key);
                _text.Close();
                _text.Blank();
            }
        }
    }

    private void WritePause(string keyword, TimeSpan pause)
    {
        if (pause > TimeSpan.Zero)
        {
            _text.Statement(keyword, ConfigurationText.Seconds(pause));
        }
    }

    private void WriteGroup(SyncGroupOptions group)
    {
        string head = $"vrrp_sync_group {group.Name}";
        _text.Open("vrrp_sync_group", group.Name);
        _text.Block("group", group.Members, member => _text.Statement(_text.Word(member, head)));
        IEnumerable<TrackOptions> memberTracks = _node.Instances.Where(instance => group.Members.Contains(instance.Name)).SelectMany(instance => instance.Tracks);
        if (group.Tracks.Concat(memberTracks).Any(track => track.Weight != 0))
        {
            // Without it keepalived drops the weights of all members.
            _text.Statement("sync_group_tracking_weight");
        }

        _tracks.WriteUses(head, group.Tracks, isOwner: false, ownInterface: null);
        HookWriter.Write(_text, group.Hooks, head);
        _kept.Take(head).ForEach(_text.Verbatim);
        _text.Close();
        _text.Blank();
        if (group.Members.Count == 1)
        {
            _findings.Warning("SingleMember", default, $"Sync group '{group.Name}' has one instance only; keepalived warns of that.", group.Name);
        }
    }

    private T? SharedValue<T>(Func<VrrpInstanceOptions, T> value, string id, string what, FindingSeverity severity)
    {
        List<T> values = [.. _node.Instances.Select(value).Distinct()];
        if (values.Count > 1)
        {
            string message = $"The instances have different values for the {what}; keepalived has one for all, and '{values.Max()}' is taken.";
            if (severity == FindingSeverity.Error)
            {
                _findings.Error(id, default, message);
            }
            else
            {
                _findings.Warning(id, default, message);
            }
        }

        return values.Count == 0 ? default : values.Max();
    }
}
