using NginxHa.Installation.Machine;
using NginxHa.Installation.Planning;
using NginxHa.Platform;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Installation.Prerequisites;

/// <summary>Judges the ground for virtual IPs. Pure: the same facts give the same report.</summary>
/// <param name="facts">What was found.</param>
/// <param name="target">What it is for.</param>
public sealed partial class PrerequisiteChecks(GroundFacts facts, GroundTarget target)
{
    private const int CapabilityBindService = 10;
    private const int CapabilityNetworkAdmin = 12;
    private const int CapabilityRawNetwork = 13;

    /// <summary>The report.</summary>
    public IReadOnlyList<HaPrerequisite> Judge() =>
    [
        JudgeInterface(),
        .. target.VirtualAddresses.Select(JudgeSubnet),
        JudgeFirewall(),
        JudgeMulticast(),
        JudgeCapabilities(),
        JudgeSelinux(),
        .. target.VirtualAddresses.Select(JudgeBinding),
        JudgeArp(),
        JudgeReversePath(),
        JudgeVirtualRouterId(),
        .. target.VirtualAddresses.Select(JudgeVirtualIp),
        JudgeClock(),
    ];

    private HaPrerequisite JudgeInterface()
    {
        const string why = "Advertisements leave and virtual IPs live on this interface; without a carrier the virtual router is in fault.";
        if (target.Interface is null)
        {
            return new HaPrerequisite("Interface", PrerequisiteResult.NotApplicable, "No interface was named.") { Why = why };
        }

        return facts.Network.Link switch
        {
            null => new("Interface", PrerequisiteResult.Failed, $"There is no interface '{target.Interface}'.")
            {
                Subject = target.Interface, Why = why, Remedy = $"Name one of {string.Join(", ", facts.Network.Names.Values.Order(StringComparer.Ordinal))}.",
            },
            { IsUp: false } => new("Interface", PrerequisiteResult.Failed, "It is down.")
            {
                Subject = target.Interface, Why = why, Remedy = $"ip link set {target.Interface} up, and in the network configuration.",
            },
            { IsRunning: false } => new("Interface", PrerequisiteResult.Failed, "It has no carrier.") { Subject = target.Interface, Why = why, Remedy = "Plug in the cable, or look at the switch." },
            { } link => new("Interface", PrerequisiteResult.Passed, FormattableString.Invariant($"Up, with carrier, MTU {link.Mtu}.")) { Subject = target.Interface, Why = why },
        };
    }

    private HaPrerequisite JudgeSubnet(InetAddress address)
    {
        const string why = "Neighbours find an address by ARP only where it belongs to the subnet of the link.";
        if (facts.Network.Link is not { } link)
        {
            return new HaPrerequisite("Subnet", PrerequisiteResult.NotApplicable, "There is no interface to compare with.") { Subject = address.ToString(), Why = why };
        }

        InterfaceAddress[] own = [.. facts.Network.Addresses.Where(each => each.LinkIndex == link.Index && each.Address.Family == address.Family)];
        InterfaceAddress? home = own.Where(each => each.Address != address && each.SubnetContains(address))
            .Select(each => (InterfaceAddress?)each).FirstOrDefault();
        return home is { } found
            ? new HaPrerequisite("Subnet", PrerequisiteResult.Passed, FormattableString.Invariant($"In the subnet of {found.Address}/{found.PrefixLength}.")) { Subject = address.ToString(), Why = why }
            : new HaPrerequisite(
                "Subnet", PrerequisiteResult.Warning, own.Length == 0 ? $"{target.Interface} has no address of that family." : $"In none of {string.Join(", ", own.Select(each => $"{each.Address}/{each.PrefixLength}"))}.")
            {
                Subject = address.ToString(), Why = why, Remedy = "Take an address of the interface's subnet, or have the router send it here.",
            };
    }

    private HaPrerequisite JudgeFirewall()
    {
        const string why = "A node that does not hear the others' advertisements (IP protocol 112) becomes master beside them: both then hold the virtual IPs.";
        string name = facts.Firewall.ToString();
        return facts.AcceptsVrrp switch
        {
            true => new HaPrerequisite("Firewall", PrerequisiteResult.Passed, $"{name} lets VRRP in.") { Why = why },
            null when facts.Firewall == Firewall.None => new HaPrerequisite("Firewall", PrerequisiteResult.Unknown, "No firewall is known here.") { Why = why },
            null => new HaPrerequisite("Firewall", PrerequisiteResult.Unknown, $"The rules of {name} cannot be read.") { Why = why, Remedy = "Run as root." },
            false => BlockedFirewall(why),
        };
    }

    private HaPrerequisite BlockedFirewall(string why)
    {
        (string detail, string remedy, InstallationStep[] steps) = facts.Firewall switch
        {
            Firewall.Firewalld => (
                $"The zone {facts.FirewalldZone} of firewalld does not let VRRP in.",
                string.Join("; ", FirewallRules.RepairFirewalld(facts.FirewalldZone!).Select(command => command.Text)),
                (InstallationStep[])[new CommandStep($"Let VRRP into the zone {facts.FirewalldZone} of firewalld", FirewallRules.RepairFirewalld(facts.FirewalldZone!))]),
            Firewall.Ufw => (
                "ufw does not let VRRP in.",
                $"A rule for protocol 112 in {string.Join(" and ", facts.UfwRules.Keys)}, and ufw reload.",
                UfwSteps()),
            Firewall.Iptables => (
                "The chain INPUT of iptables does not let VRRP in.",
                FirewallRules.RepairIptables(target.Interface, false)[0].Text,
                [new CommandStep("Let VRRP through iptables", [.. FirewallRules.RepairIptables(target.Interface, facts.HasNetfilterPersistent).Select(InNamespace)])]),
            _ => (
                $"{string.Join(", ", facts.BlockingChains.Select(chain => $"{chain.Family} {chain.Table} {chain.Chain}"))} of nftables does not let VRRP in.",
                string.Join("; ", facts.BlockingChains.Select(chain => FirewallRules.RepairNftables(chain).Text)) + "; put the rule into /etc/nftables.conf as well, so that it outlives a restart.",
                [new CommandStep("Let VRRP through nftables", [.. facts.BlockingChains.Select(FirewallRules.RepairNftables).Select(InNamespace)])]),
        };
        return new HaPrerequisite("Firewall", PrerequisiteResult.Failed, detail) { Why = why, Remedy = remedy, RepairSteps = steps };
    }

    private SystemCommand InNamespace(SystemCommand command) => NetworkCommands.In(target.NetworkNamespace, command);

    private InstallationStep[] UfwSteps() =>
    [
        .. facts.UfwRules.Where(rules => !FirewallRules.UfwAccepts(rules.Value)).Select(rules => new FileStep(
            $"Let VRRP through ufw in '{rules.Key}'", rules.Key, FirewallRules.WithUfwRule(rules.Value, rules.Key.Contains("before6", StringComparison.Ordinal)))
        {
            KeepPrevious = true,
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
        }),
        new CommandStep("Make ufw read its rules again", FirewallRules.ReloadUfw),
    ];

    private HaPrerequisite JudgeMulticast()
    {
        const string why = "Advertisements go to the group 224.0.0.18 (ff02::12); some networks, clouds above all, do not carry multicast.";
        if (target.IsUnicast)
        {
            return new HaPrerequisite("Multicast", PrerequisiteResult.NotApplicable, "The advertisements go to each peer by unicast.") { Why = why };
        }

        HeardRouter[] others = [.. facts.Network.Heard?.Where(router => !router.IsOwn) ?? []];
        return facts.Network.Heard switch
        {
            null => new HaPrerequisite("Multicast", PrerequisiteResult.Unknown, facts.Network.Problem ?? "Nothing could be listened to.") { Why = why },
            _ when others.Length > 0 => new HaPrerequisite("Multicast", PrerequisiteResult.Passed, $"Advertisements of {string.Join(", ", others.Select(router => router.Source).Distinct())} arrive.") { Why = why },
            _ => new HaPrerequisite("Multicast", PrerequisiteResult.Unknown, FormattableString.Invariant($"No other node advertised within {target.ListenTime.TotalSeconds:0.#} s, so nothing shows that it arrives."))
            {
                Why = why, Remedy = "Run the check while another node is master; if it hears nothing then, use unicast.",
            },
        };
    }

    private HaPrerequisite JudgeCapabilities()
    {
        const string why = "Raw sockets need CAP_NET_RAW, addresses on interfaces CAP_NET_ADMIN, and nginx's ports below 1024 CAP_NET_BIND_SERVICE.";
        (string Name, int Bit)[] wanted = [("CAP_NET_RAW", CapabilityRawNetwork), ("CAP_NET_ADMIN", CapabilityNetworkAdmin), ("CAP_NET_BIND_SERVICE", CapabilityBindService)];
        string[] missing = [.. wanted.Where(capability => (facts.Capabilities >> capability.Bit & 1) == 0).Select(capability => capability.Name)];
        return missing.Length == 0
            ? new HaPrerequisite("Capability", PrerequisiteResult.Passed, "The process has them.") { Why = why }
            : new HaPrerequisite("Capability", PrerequisiteResult.Failed, $"The process lacks {string.Join(", ", missing)}.") { Why = why, Remedy = "Run as root, or give the service these capabilities (AmbientCapabilities= of systemd)." };
    }

    private HaPrerequisite JudgeSelinux()
    {
        const string why = "SELinux stays on: nginx as a load balancer and keepalived's checks each need a boolean of its policy, and nothing more.";
        if (facts.Selinux == SelinuxMode.Absent)
        {
            return new HaPrerequisite("Selinux", PrerequisiteResult.NotApplicable, "There is no SELinux.") { Why = why };
        }

        string[] off = [.. facts.SelinuxBooleans.Where(boolean => !boolean.Value).Select(boolean => boolean.Key).Order(StringComparer.Ordinal)];
        if (off.Length == 0)
        {
            return new HaPrerequisite("Selinux", PrerequisiteResult.Passed, $"SELinux is {Word(facts.Selinux)}, and what nginx and keepalived need is allowed.") { Why = why };
        }

        SystemCommand[] commands = [.. off.Select(name => new SystemCommand("setsebool", "-P", name, "on"))];
        return new HaPrerequisite(
            "Selinux", facts.Selinux == SelinuxMode.Enforcing ? PrerequisiteResult.Failed : PrerequisiteResult.Warning, $"SELinux is {Word(facts.Selinux)}, and {string.Join(", ", off)} is off.")
        {
            Why = why,
            Remedy = string.Join("; ", commands.Select(command => command.Text)),
            RepairSteps = [new CommandStep($"Allow {string.Join(", ", off)} in SELinux", commands)],
        };
    }

    private static string Word(SelinuxMode mode) => mode == SelinuxMode.Enforcing ? "enforcing" : "permissive";
}
