using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using NginxHa.Installation.Machine;
using NginxHa.Platform;

namespace NginxHa.Installation.Prerequisites;

/// <summary>Gathers what the checks judge by. Nothing is changed.</summary>
/// <param name="runner">Asks programs.</param>
/// <param name="files">The machine's files.</param>
public sealed partial class GroundReader(ICommandRunner runner, MachineFiles files)
{
    /// <summary>SELinux booleans that nginx and keepalived can need.</summary>
    internal static readonly string[] Booleans = ["httpd_can_network_connect", "keepalived_connect_any"];

    private static readonly string[] UfwRuleFiles = ["/etc/ufw/before.rules", "/etc/ufw/before6.rules"];

    /// <summary>Gathers.</summary>
    /// <param name="target">What for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<GroundFacts> ReadAsync(GroundTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        MachineFacts machine = MachineReader.Read(files);

        // Listening takes seconds; the rest is asked meanwhile.
        Task<GroundLink> network = Task.Run(() => NetworkGround.Read(target, files, cancellationToken), cancellationToken);
        var facts = new GroundFacts
        {
            Selinux = machine.Selinux,
            SelinuxBooleans = Booleans
                .Select(name => (Name: name, Value: files.Read($"/sys/fs/selinux/booleans/{name}")))
                .Where(boolean => boolean.Value is { Length: > 0 })
                .ToDictionary(boolean => boolean.Name, boolean => boolean.Value![0] == '1', StringComparer.Ordinal),
            Capabilities = ReadCapabilities(files.Read("/proc/self/status")),
            HasNetfilterPersistent = files.FindProgram("netfilter-persistent") is not null,
            IsClockSynchronized = await ReadClockAsync(cancellationToken).ConfigureAwait(false),
            NginxListens = await ReadNginxAsync(cancellationToken).ConfigureAwait(false),
        };
        facts = await ReadFirewallAsync(facts, target, cancellationToken).ConfigureAwait(false);
        return facts with { Network = await network.ConfigureAwait(false) };
    }

    /// <summary>The effective capabilities in the text of <c>/proc/self/status</c>.</summary>
    internal static ulong ReadCapabilities(string? status) =>
        EffectiveCapabilities().Match(status ?? string.Empty) is { Success: true } match
            ? ulong.Parse(match.Groups["bits"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : 0;

    private async Task<GroundFacts> ReadFirewallAsync(GroundFacts facts, GroundTarget target, CancellationToken cancellationToken)
    {
        // In a namespace the rules are its own, and no service manages them.
        if (target.NetworkNamespace is null)
        {
            if (files.FindProgram("firewall-cmd") is not null && (await AskAsync(FirewallRules.AskFirewalld, cancellationToken).ConfigureAwait(false)).Succeeded)
            {
                return await ReadFirewalldAsync(facts, target, cancellationToken).ConfigureAwait(false);
            }

            if (files.FindProgram("ufw") is not null && (await AskAsync(FirewallRules.AskUfw, cancellationToken).ConfigureAwait(false)).Output.Contains("Status: active"))
            {
                Dictionary<string, string> rules = UfwRuleFiles.Where(files.Exists).ToDictionary(path => path, path => files.Read(path) ?? string.Empty, StringComparer.Ordinal);
                return facts with { Firewall = Firewall.Ufw, UfwRules = rules, AcceptsVrrp = rules.Values.All(FirewallRules.UfwAccepts) };
            }
        }

        if (files.FindProgram("nft") is not null)
        {
            CommandOutcome rules = await AskAsync(NetworkCommands.In(target.NetworkNamespace, FirewallRules.ListNftables), cancellationToken).ConfigureAwait(false);
            try
            {
                IReadOnlyList<BlockingChain> blocking = rules.Succeeded ? FirewallRules.NftablesBlocks(string.Join('\n', rules.Output)) : [];
                return facts with { Firewall = Firewall.Nftables, BlockingChains = blocking, AcceptsVrrp = rules.Succeeded ? blocking.Count == 0 : null };
            }
            catch (JsonException)
            {
                return facts with { Firewall = Firewall.Nftables };
            }
        }

        if (files.FindProgram("iptables") is not null)
        {
            CommandOutcome rules = await AskAsync(NetworkCommands.In(target.NetworkNamespace, FirewallRules.ListIptables), cancellationToken).ConfigureAwait(false);
            return facts with { Firewall = Firewall.Iptables, AcceptsVrrp = rules.Succeeded ? FirewallRules.IptablesAccepts(rules.Output) : null };
        }

        return facts with { Firewall = Firewall.None };
    }

    private async Task<GroundFacts> ReadFirewalldAsync(GroundFacts facts, GroundTarget target, CancellationToken cancellationToken)
    {
        string? zone = target.Interface is null
            ? null
            : (await AskAsync(FirewallRules.AskZone(target.Interface), cancellationToken).ConfigureAwait(false)) is { Succeeded: true, Output: [var own, ..] } ? own.Trim() : null;
        zone ??= (await AskAsync(FirewallRules.AskDefaultZone, cancellationToken).ConfigureAwait(false)) is { Succeeded: true, Output: [var standard, ..] } ? standard.Trim() : "public";
        bool accepts = (await AskAsync(FirewallRules.AskProtocol(zone), cancellationToken).ConfigureAwait(false)).Succeeded;
        return facts with { Firewall = Firewall.Firewalld, FirewalldZone = zone, AcceptsVrrp = accepts || zone == "trusted" };
    }

    private async Task<bool?> ReadClockAsync(CancellationToken cancellationToken)
    {
        if (files.Exists("/run/systemd/timesync/synchronized"))
        {
            return true;
        }

        CommandOutcome answer = await AskAsync(new SystemCommand("timedatectl", "show", "--property=NTPSynchronized", "--value"), cancellationToken).ConfigureAwait(false);
        if (answer is { Succeeded: true, Output: ["yes" or "no", ..] })
        {
            return answer.Output[0] == "yes";
        }

        CommandOutcome chrony = await AskAsync(new SystemCommand("chronyc", "-n", "tracking"), cancellationToken).ConfigureAwait(false);
        return chrony.Succeeded ? chrony.Output.Any(line => line.StartsWith("Leap status", StringComparison.Ordinal) && line.EndsWith("Normal", StringComparison.Ordinal)) : null;
    }

    private async Task<IReadOnlyList<string>?> ReadNginxAsync(CancellationToken cancellationToken)
    {
        CommandOutcome dump = await AskAsync(new SystemCommand("nginx", "-T", "-q"), cancellationToken).ConfigureAwait(false);
        return dump.Succeeded ? [.. dump.Output.Select(line => Listen().Match(line)).Where(match => match.Success).Select(match => match.Groups["address"].Value)] : null;
    }

    private Task<CommandOutcome> AskAsync(SystemCommand command, CancellationToken cancellationToken) => runner.RunAsync(command, null, cancellationToken);

    [GeneratedRegex(@"^CapEff:\s*(?<bits>[0-9a-f]{1,16})", RegexOptions.Multiline)]
    private static partial Regex EffectiveCapabilities();

    [GeneratedRegex(@"^\s*listen\s+(?<address>[^\s;]+)[^;]*;")]
    private static partial Regex Listen();
}
