using NginxHa.Topology.Keepalived.Linting;
using NginxHa.Topology.Keepalived.Reading;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime.Background;

namespace NginxHa.Topology.Keepalived;

/// <summary>Says what keepalived does not tell about a configuration that it accepts.</summary>
public sealed class KeepalivedLinter
{
    private readonly KeepalivedConfiguration _configuration;
    private readonly StatementIndex _index;
    private readonly SourcePosition _start;
    private readonly FindingList _findings = new();

    private KeepalivedLinter(KeepalivedDocument document, KeepalivedConfiguration configuration)
    {
        _configuration = configuration;
        _index = new StatementIndex(document);
        _start = new SourcePosition(document.Name, 1);
    }

    /// <summary>Looks at a configuration for what is allowed and yet not as meant.</summary>
    /// <param name="document">The document as read.</param>
    /// <param name="configuration">What was imported from it.</param>
    /// <param name="looksAtFiles">Whether to look at the programs on this machine: who can change them.</param>
    public static IReadOnlyList<Finding> Lint(KeepalivedDocument document, KeepalivedConfiguration configuration, bool looksAtFiles)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(configuration);
        var linter = new KeepalivedLinter(document, configuration);
        linter.Lint(looksAtFiles);
        return [.. linter._findings];
    }

    private void Lint(bool looksAtFiles)
    {
        foreach (VrrpInstanceOptions instance in _configuration.Node.Instances)
        {
            LintPriority(instance);
            LintTracks(instance);
            LintAuthentication(instance);
            LintAddresses(instance);
        }

        LintRouterIds();
        LintPrograms(looksAtFiles);
    }

    private void LintPriority(VrrpInstanceOptions instance)
    {
        if (!_index.Says(instance.Name, "priority"))
        {
            bool owner = instance.Priority == byte.MaxValue;
            _findings.Warning(
                "MissingPriority",
                Where(instance.Name, "state"),
                $"'{instance.Name}' has no priority; {(owner ? "with state MASTER that means 255, so that it owns the address and no track changes its priority" : "it is 100")}.",
                instance.Name,
                "Give every node a priority of its own.");
        }

        if (instance.InitialState == VrrpInitialState.Master && instance.Priority < VrrpConstants.DefaultPriority)
        {
            _findings.Information("LowMaster", Where(instance.Name, "state"), $"'{instance.Name}' starts as MASTER with priority {instance.Priority}; the state is only the first wish, the highest priority wins.", instance.Name);
        }
    }

    private void LintTracks(VrrpInstanceOptions instance)
    {
        foreach (TrackOptions track in instance.Tracks.Where(track => track is not FileTrackOptions && track.Weight != 0))
        {
            int changed = Math.Clamp(instance.Priority + track.Weight, 1, 254);
            if (changed == Math.Min((int)instance.Priority, 254))
            {
                _findings.Warning("WeightWithoutEffect", Where(instance.Name, "track_interface", "track_script", "track_process"), $"The weight {track.Weight} of track '{track.Name}' cannot change priority {instance.Priority} of '{instance.Name}': it stays between 1 and 254.", instance.Name);
            }
        }

        foreach (ScriptTrackOptions script in instance.Tracks.OfType<ScriptTrackOptions>().Where(script => script.Timeout > script.Interval))
        {
            _findings.Information("TimeoutLongerThanInterval", Where(instance.Name, "track_script"), $"The timeout of script '{script.Name}' ({script.Timeout!.Value.TotalSeconds:0} s) is longer than its interval ({script.Interval.TotalSeconds:0} s): a hanging script is noticed late.", instance.Name);
        }
    }

    private void LintAuthentication(VrrpInstanceOptions instance)
    {
        if (instance.Authentication.Method == VrrpAuthenticationMethod.Password)
        {
            _findings.Information("PasswordIsReadable", Where(instance.Name, "authentication"), $"'{instance.Name}' uses a password that everyone on the segment can read; it keeps mistakes out, not attackers.", instance.Name);
        }
    }

    private void LintAddresses(VrrpInstanceOptions instance)
    {
        foreach (VirtualAddress address in instance.VirtualAddresses.Where(address => address.Address.Equals(instance.SourceAddress)))
        {
            _findings.Error("VirtualAddressIsSource", Where(instance.Name, "virtual_ipaddress"), $"{address.Address} is a virtual address of '{instance.Name}' and its own source address.", instance.Name);
        }

        foreach (UnicastPeer peer in instance.UnicastPeers.Where(peer => peer.Address.Equals(instance.SourceAddress)))
        {
            _findings.Error("PeerIsSelf", Where(instance.Name, "unicast_peer"), $"{peer.Address} is a peer of '{instance.Name}' and its own source address.", instance.Name);
        }
    }

    private void LintRouterIds()
    {
        foreach (IGrouping<(string, byte, System.Net.Sockets.AddressFamily), VrrpInstanceOptions> same in _configuration.Node.Instances
            .GroupBy(instance => (instance.Interface, instance.VirtualRouterId, instance.EffectiveFamily))
            .Where(group => group.Count() > 1))
        {
            VrrpInstanceOptions second = same.ElementAt(1);
            _findings.Error("DuplicateVirtualRouterId", Where(second.Name, "virtual_router_id"), $"{string.Join(" and ", same.Select(instance => $"'{instance.Name}'"))} have the same virtual_router_id {second.VirtualRouterId} on '{second.Interface}'.", second.Name);
        }

        foreach (IGrouping<string, VirtualAddress> same in _configuration.Node.Instances
            .SelectMany(instance => instance.VirtualAddresses)
            .GroupBy(address => address.Address.ToString())
            .Where(group => group.Count() > 1))
        {
            VrrpInstanceOptions last = _configuration.Node.Instances.Last(instance => instance.VirtualAddresses.Any(address => address.Address.ToString() == same.Key));
            _findings.Error("DuplicateVirtualAddress", Where(last.Name, "virtual_ipaddress", "virtual_ipaddress_excluded"), $"{same.Key} is a virtual address {same.Count()} times.", last.Name);
        }
    }

    private void LintPrograms(bool looksAtFiles)
    {
        IEnumerable<string> scripts = _configuration.Node.Instances.SelectMany(instance => instance.Tracks)
            .Concat(_configuration.Node.SyncGroups.SelectMany(group => group.Tracks))
            .OfType<ScriptTrackOptions>().Select(script => script.Program);
        IEnumerable<string> hooks = _configuration.Node.Instances.Select(instance => instance.Hooks)
            .Concat(_configuration.Node.SyncGroups.Select(group => group.Hooks))
            .SelectMany(Exporting.HookWriter.All).Select(hook => hook.Program);
        foreach (string program in scripts.Concat(hooks).Distinct(StringComparer.Ordinal))
        {
            SourcePosition position = _index.Program(program)?.Position ?? _start;
            if (!Path.IsPathRooted(program))
            {
                _findings.Warning("RelativeProgram", position, $"'{program}' is looked for on the search path; whoever can change that path decides what runs.", program, "Write the absolute path.");
            }
            else if (looksAtFiles && ProgramTrust.FindProblem(program) is string problem)
            {
                _findings.Error("UntrustedProgram", position, $"keepalived would run a program that it should not: {problem}.", program);
            }
        }
    }

    private SourcePosition Where(string instance, params ReadOnlySpan<string> keywords) => _index.Find(instance, keywords)?.Position ?? _start;
}
