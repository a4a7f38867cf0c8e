using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>Reads vrrp_sync_group blocks.</summary>
internal sealed class SyncGroupImporter(ImportContext context)
{
    private readonly List<(KeepalivedStatement Block, SyncGroupOptions Group, bool AllowsWeights)> _groups = [];

    public void Import(KeepalivedStatement block, string name)
    {
        string head = $"vrrp_sync_group {name}";
        ValueReader values = context.ValuesFor(head);
        var hooks = new HookImporter(context, values, head);
        var tracks = new TrackImporter(context, values, head);
        List<string> members = [];
        bool allowsWeights = false;
        foreach (KeepalivedStatement statement in block.Block ?? [])
        {
            switch (statement.Keyword)
            {
                case "group":
                    members.AddRange((statement.Block ?? []).SelectMany(line => line.Words));
                    break;
                case "sync_group_tracking_weight":
                    allowsWeights = true;
                    break;
                case "global_tracking":
                    allowsWeights = true;
                    values.Error("Deprecated", statement, "global_tracking is deprecated; keepalived takes it for sync_group_tracking_weight.");
                    break;
                default:
                    if (!hooks.TryImport(statement) && !tracks.TryImport(statement))
                    {
                        context.KeepKeyword("vrrp_sync_group", [head], statement, statement.Keyword == "smtp_alert" ? "The engine sends no mail; a hook can." : "It has no equivalent in the engine.");
                    }

                    break;
            }
        }

        _groups.Add((block, new SyncGroupOptions { Name = name, Members = members, Hooks = hooks.Hooks, Tracks = tracks.Tracks }, allowsWeights));
    }

    /// <summary>Names of the instances whose priority no track may change.</summary>
    public HashSet<string> InstancesWithoutWeights() =>
        [.. _groups.Where(group => !group.AllowsWeights).SelectMany(group => group.Group.Members)];

    /// <summary>The groups with the members that there are; each instance belongs to the first group that names it.</summary>
    public List<SyncGroupOptions> Complete(IReadOnlyCollection<string> instances)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var complete = new List<SyncGroupOptions>();
        foreach ((KeepalivedStatement block, SyncGroupOptions group, _) in _groups)
        {
            ValueReader values = context.ValuesFor(block.Text);
            var members = new List<string>();
            foreach (string member in group.Members)
            {
                if (!instances.Contains(member))
                {
                    values.Error("UnknownMember", block, $"Sync group '{group.Name}' names '{member}', but no such vrrp_instance is there.");
                }
                else if (!taken.Add(member))
                {
                    values.Error("MemberOfTwoGroups", block, $"'{member}' is in more than one sync group; '{group.Name}' does not get it.");
                }
                else
                {
                    members.Add(member);
                }
            }

            if (members.Count == 0)
            {
                values.Error("EmptySyncGroup", block, $"Sync group '{group.Name}' has no instances; keepalived leaves it out.");
                continue;
            }

            if (members.Count == 1)
            {
                values.Warning("SingleMember", block, $"Sync group '{group.Name}' has one instance only.");
            }

            complete.Add(group with { Members = members });
        }

        return complete;
    }
}
