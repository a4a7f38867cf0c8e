using NginxHa.Topology.Keepalived.Importing;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Keepalived;

/// <summary>Translates a keepalived.conf into the engine's options, as keepalived 2.2.7 understands it.</summary>
public sealed class KeepalivedImporter
{
    private readonly ImportContext _context = new();
    private readonly SyncGroupImporter _groups;
    private readonly TrackDefinitionImporter _tracks;
    private readonly List<InstanceDraft> _drafts = [];
    private readonly List<(string Kind, KeepalivedStatement Block)> _definitions = [];

    private KeepalivedImporter()
    {
        _groups = new SyncGroupImporter(_context);
        _tracks = new TrackDefinitionImporter(_context);
    }

    /// <summary>Translates a document. What has no equivalent is in <see cref="KeepalivedConfiguration.Kept"/>.</summary>
    /// <param name="document">The document as read.</param>
    public static KeepalivedConfiguration Import(KeepalivedDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var importer = new KeepalivedImporter();

        // keepalived's first process has read all of global_defs before its children read the rest.
        var globals = new GlobalImporter(importer._context);
        foreach (KeepalivedStatement statement in document.Statements.Where(statement => statement.Keyword == "global_defs"))
        {
            globals.Import(statement);
        }

        foreach (KeepalivedStatement statement in document.Statements)
        {
            importer.Import(statement);
        }

        NodeDeclaration node = importer.Complete();
        return new KeepalivedConfiguration
        {
            Node = node,
            Kept = importer._context.Kept,
            Findings = [.. document.Findings, .. importer._context.Findings],
            Source = document.Name,
        };
    }

    private void Import(KeepalivedStatement statement)
    {
        switch (statement.Keyword)
        {
            case "global_defs":
                break;
            case "net_namespace":
                _context.Settings.NetworkNamespace = statement.Words.Count > 1 ? statement.Words[1] : null;
                break;
            case "vrrp_script":
                _definitions.Add((TrackDefinitionImporter.Script, statement));
                _tracks.ImportScript(statement);
                break;
            case "track_file" or "vrrp_track_file":
                _definitions.Add((TrackDefinitionImporter.File, statement));
                _tracks.ImportFile(statement);
                break;
            case "vrrp_track_process":
                _definitions.Add((TrackDefinitionImporter.Process, statement));
                _tracks.ImportProcess(statement);
                break;
            case "vrrp_sync_group" when HasName(statement, []):
                _groups.Import(statement, statement.Words[1]);
                break;
            case "vrrp_instance" when HasName(statement, _drafts.Select(draft => draft.Name)):
                _drafts.Add(InstanceImporter.Import(_context, statement, statement.Words[1]));
                break;
            case "vrrp_sync_group" or "vrrp_instance":
                break;
            case "garp_group":
                ImportAnnouncementPauses(statement);
                break;
            case "virtual_server" when statement.Words.Count > 2 && statement.Words[1] == "fwmark":
                KeepWithoutProtocol(statement);
                break;
            default:
                _context.KeepKeyword(null, [], _context.Corrections.Static(statement), ReasonFor(statement));
                break;
        }
    }

    /// <summary>keepalived warns of a protocol in a service that a firewall mark selects, and ignores it.</summary>
    private void KeepWithoutProtocol(KeepalivedStatement server)
    {
        foreach (KeepalivedStatement statement in (server.Block ?? []).Where(statement => statement.Keyword == "protocol"))
        {
            _context.ValuesFor(server.Text).Error("ProtocolIgnored", statement, "A virtual server that a firewall mark selects has no protocol of its own; it is ignored.");
        }

        _context.Keep([], server with { Block = server.Block?.Where(statement => statement.Keyword != "protocol").ToList() }, ReasonFor(server));
    }

    private NodeDeclaration Complete()
    {
        var completion = new InstanceCompletion(_context);
        HashSet<string> withoutWeights = _groups.InstancesWithoutWeights();
        List<VrrpInstanceOptions> instances =
            [.. _drafts.Select(draft => completion.Complete(draft, !withoutWeights.Contains(draft.Name))).OfType<VrrpInstanceOptions>()];
        foreach (InstanceDraft draft in _drafts.Where(draft => !instances.Exists(instance => instance.Name == draft.Name)))
        {
            _context.Keep([], draft.Block, "The instance lacks what the engine needs; the findings say what.");
        }

        foreach (VrrpInstanceOptions instance in instances)
        {
            KeepalivedStatement block = _drafts.Find(draft => draft.Name == instance.Name)!.Block;
            foreach (OptionProblem problem in VrrpInstanceOptionsValidator.Validate(instance))
            {
                _context.ValuesFor(block.Text).Error("EngineRefuses", block, $"The engine does not start '{instance.Name}' like this: {problem}");
            }
        }

        List<SyncGroupOptions> groups = _groups.Complete([.. _drafts.Select(draft => draft.Name)]);
        foreach ((string kind, KeepalivedStatement block) in _definitions)
        {
            if (block.Words.Count > 1 && !_context.Tracks.IsUsed(kind, block.Words[1]))
            {
                _context.ValuesFor(block.Text).Warning("UnusedTrack", block, $"Nothing tracks '{block.Words[1]}'.");
                _context.KeepTranslated([], block, "Nothing tracks it.");
            }
        }

        return new NodeDeclaration { Name = _context.Settings.RouterId, Instances = instances, SyncGroups = groups };
    }

    private bool HasName(KeepalivedStatement block, IEnumerable<string> taken)
    {
        ValueReader values = _context.ValuesFor(block.Text);
        if (block.Words.Count != 2)
        {
            values.Error("MissingName", block, $"'{block.Text}' needs exactly one name; keepalived skips the block.");
            return false;
        }

        if (taken.Contains(block.Words[1]))
        {
            values.Error("DuplicateName", block, $"'{block.Text}' is there already; keepalived skips the second one.");
            return false;
        }

        return true;
    }

    private void ImportAnnouncementPauses(KeepalivedStatement block)
    {
        ValueReader values = _context.ValuesFor("garp_group");
        TimeSpan? arp = null;
        TimeSpan? advertisement = null;
        List<string> interfaces = [];
        foreach (KeepalivedStatement statement in block.Block ?? [])
        {
            switch (statement.Keyword)
            {
                case "garp_interval":
                    arp = values.TrySeconds(statement, 1, 0, 2147.483647m, out TimeSpan first) ? first : arp;
                    break;
                case "gna_interval":
                    advertisement = values.TrySeconds(statement, 1, 0, 2147.483647m, out TimeSpan second) ? second : advertisement;
                    break;
                case "interface":
                    interfaces.AddRange(statement.Arguments.Take(1));
                    break;
                case "interfaces":
                    interfaces.AddRange((statement.Block ?? []).SelectMany(line => line.Words));
                    break;
            }
        }

        foreach (string name in interfaces)
        {
            _context.Settings.AnnouncementPauses.TryAdd(name, (arp, advertisement));
        }
    }

    private static string ReasonFor(KeepalivedStatement statement) => statement.Keyword switch
    {
        "virtual_server" or "virtual_server_group" or "SSL" => "keepalived's load balancing is kept but not interpreted.",
        "bfd_instance" => "The engine has no BFD.",
        "static_ipaddress" or "static_routes" or "static_rules" or "track_group" => "The engine touches virtual addresses only; static ones are the system's.",
        _ => "It has no equivalent in the engine.",
    };
}
