using System.Globalization;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime.Background;

namespace NginxHa.Agent.Configuration;

/// <summary>Whether the programs that a document has the agent run may be run, with the path in the document that names each.</summary>
internal static class ProgramChecks
{
    /// <summary>Finds the programs of this node that may not be run.</summary>
    /// <param name="topology">The document.</param>
    /// <param name="self">This node; null in a document for one node. Other nodes' programs need not be here.</param>
    public static IEnumerable<Finding> FindProblems(HaTopology topology, TopologyNode? self)
    {
        IEnumerable<Finding> findings = OfHooks(topology.Hooks, "hooks").Concat(OfTracks(topology.Tracks, "tracks"));
        if (self is not null)
        {
            int index = topology.Nodes.TakeWhile(node => node != self).Count();
            findings = findings.Concat(OfTracks(self.Tracks, Item("nodes", index) + ".tracks"));
        }

        return findings
            .Concat(topology.Instances.SelectMany((instance, i) => OfHooks(instance.Hooks, Item("instances", i) + ".hooks").Concat(OfTracks(instance.Tracks, Item("instances", i) + ".tracks"))))
            .Concat(topology.SyncGroups.SelectMany((group, i) => OfHooks(group.Hooks, Item("syncGroups", i) + ".hooks").Concat(OfTracks(group.Tracks, Item("syncGroups", i) + ".tracks"))));
    }

    private static IEnumerable<Finding> OfHooks(VrrpHooks hooks, string path)
    {
        (string Key, VrrpHook? Hook)[] all =
        [
            ("master", hooks.Master), ("backup", hooks.Backup), ("fault", hooks.Fault), ("stop", hooks.Stop), ("any", hooks.Any),
            ("lowerPriorityReceived", hooks.LowerPriorityReceived),
        ];
        return all.Where(static entry => entry.Hook is not null)
            .SelectMany(entry => OfProgram(entry.Hook!.Program, entry.Hook.User, $"{path}.{entry.Key}", needsUser: true));
    }

    private static IEnumerable<Finding> OfTracks(IReadOnlyList<TrackOptions> tracks, string path) => tracks
        .SelectMany((track, i) => track is ScriptTrackOptions script ? OfProgram(script.Program, script.User, Item(path, i), needsUser: false) : []);

    private static IEnumerable<Finding> OfProgram(string program, string? user, string path, bool needsUser)
    {
        if (ProgramTrust.FindProblem(program) is { } problem)
        {
            yield return new Finding(FindingSeverity.Error, "ProgramNotTrusted", problem + ".") { Subject = path + ".program" };
        }

        if (user is not null && !UserAccount.Exists(user))
        {
            yield return new Finding(FindingSeverity.Error, "UserNotFound", $"'{user}' is not a user of this machine.") { Subject = path + ".user" };
        }
        else if (user is null && needsUser && PowerShellScript.Is(program))
        {
            yield return new Finding(FindingSeverity.Error, "UserMissing", $"'{program}' is a script of PowerShell; name the user that it runs as.")
            {
                Subject = path,
                Remedy = "Add \"user\"; one who can do no more than the script needs.",
            };
        }
    }

    private static string Item(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");
}
