using NginxHa.Installation.Planning;
using NginxHa.Platform;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Installation.Prerequisites;

/// <content>Addresses: kernel settings, and who has them.</content>
public sealed partial class PrerequisiteChecks
{
    // Answer only for addresses of the asked interface, and ask from such addresses only (ip-sysctl of the kernel).
    private static readonly (string Name, int Least)[] ArpSettings = [("arp_ignore", 1), ("arp_announce", 2)];

    private HaPrerequisite JudgeBinding(InetAddress address)
    {
        const string why = "nginx on a backup does not have the virtual IP yet: where its configuration names it, it can start only with ip_nonlocal_bind.";
        string name = address.IsIPv4 ? "net.ipv4.ip_nonlocal_bind" : "net.ipv6.ip_nonlocal_bind";
        string subject = address.ToString();
        if (facts.Network.Bindable.Contains(address))
        {
            return new HaPrerequisite("NonlocalBind", PrerequisiteResult.Passed, Setting(name) == "1" ? $"{name} is 1." : "The address is on this machine now.") { Subject = subject, Why = why };
        }

        string text = address.IsIPv4 ? subject : $"[{subject}]";
        bool? named = facts.NginxListens?.Any(listen => listen == text || listen.StartsWith(text + ":", StringComparison.Ordinal));
        return named == false
            ? new HaPrerequisite("NonlocalBind", PrerequisiteResult.Passed, "nginx listens on all addresses and does not need it.") { Subject = subject, Why = why }
            : Unset("NonlocalBind", named == true ? PrerequisiteResult.Failed : PrerequisiteResult.Warning, $"{name} is {Setting(name) ?? "not there"}.", subject, why, [new(name, "1")]);
    }

    private HaPrerequisite JudgeArp()
    {
        const string why = "Where two interfaces are in one subnet, both answer ARP for every address, and neighbours keep the wrong MAC address of a virtual IP.";
        string[] shared = SharedInterfaces();
        if (target.Interface is null || shared.Length == 0)
        {
            return new HaPrerequisite("Arp", PrerequisiteResult.Passed, "No other interface is in the subnet of a virtual IP.") { Subject = target.Interface, Why = why };
        }

        KeyValuePair<string, string>[] wrong = [.. ArpSettings.Where(setting => Effective(setting.Name) < setting.Least)
            .Select(setting => new KeyValuePair<string, string>(KernelSettings.OfInterface("ipv4", "all", setting.Name), FormattableString.Invariant($"{setting.Least}")))];
        return wrong.Length == 0
            ? new HaPrerequisite("Arp", PrerequisiteResult.Passed, $"{string.Join(", ", shared)} is in the same subnet, and each interface answers for itself only.") { Subject = target.Interface, Why = why }
            : Unset("Arp", PrerequisiteResult.Warning, $"{string.Join(", ", shared)} is in the same subnet and answers for the virtual IPs, too.", target.Interface, why, wrong);
    }

    private HaPrerequisite JudgeReversePath()
    {
        const string why = "The strict reverse path filter drops what arrives on another interface than answers would leave by: advertisements, or requests to a virtual IP.";
        const int strict = 1;
        string[] shared = SharedInterfaces();
        if (target.Interface is null || shared.Length == 0 || Effective("rp_filter") != strict)
        {
            return new HaPrerequisite("ReversePath", PrerequisiteResult.Passed, Effective("rp_filter") == strict ? "Strict, which does no harm with one interface in the subnet." : "Not strict.") { Subject = target.Interface, Why = why };
        }

        // The larger of both values counts, so loose (2) on the interface wins over strict on all.
        return Unset(
            "ReversePath", PrerequisiteResult.Warning, $"Strict, and {string.Join(", ", shared)} is in the same subnet.", target.Interface, why, [new(KernelSettings.OfInterface("ipv4", target.Interface, "rp_filter"), "2")]);
    }

    private HaPrerequisite JudgeVirtualRouterId()
    {
        const string why = "Two clusters with one virtual router id on a segment take each other's advertisements for their own, and one of them loses its addresses.";
        if (target.VirtualRouterId is not { } id || facts.Network.Heard is not { } heard)
        {
            return new HaPrerequisite(
                "VirtualRouterId", target.VirtualRouterId is null ? PrerequisiteResult.NotApplicable : PrerequisiteResult.Unknown,
                target.VirtualRouterId is null ? "No virtual router id was named." : facts.Network.Problem ?? "Nothing could be listened to.") { Why = why };
        }

        string subject = FormattableString.Invariant($"{id}");
        InetAddress[] others = OtherSenders(heard, id);
        InetAddress[] foreign = [.. others.Except(target.Peers)];
        if (foreign.Length == 0)
        {
            string detail = others.Length > 0
                ? $"Only the peers {string.Join(", ", others)} use it."
                : FormattableString.Invariant($"Nobody else used it within {target.ListenTime.TotalSeconds:0.#} s.");
            return new HaPrerequisite("VirtualRouterId", PrerequisiteResult.Passed, detail) { Subject = subject, Why = why };
        }

        if (MayBePeers(foreign, others.Length))
        {
            return new HaPrerequisite("VirtualRouterId", PrerequisiteResult.Warning, $"{string.Join(", ", foreign)} advertises it, which may be a peer: over IPv6 nodes advertise from link-local addresses.")
            {
                Subject = subject, Why = why, Remedy = "Name the link-local addresses of the peers to be sure: with -Peer, or among the addresses of the nodes in the topology.",
            };
        }

        byte[] used = [.. heard.Select(router => router.VirtualRouterId)];
        int free = Enumerable.Range(1, 255).FirstOrDefault(candidate => !used.Contains((byte)candidate) && candidate != id);
        return new HaPrerequisite("VirtualRouterId", PrerequisiteResult.Failed, $"{string.Join(", ", foreign)} advertises it.")
        {
            Subject = subject, Why = why, Remedy = FormattableString.Invariant($"Take another, such as {free}; or name the node with -Peer if it is one of this cluster."),
        };
    }

    private bool IsOf(HeardRouter router, byte id) => router.VirtualRouterId == id && (target.Family ?? router.Source.Family) == router.Source.Family;

    private InetAddress[] OtherSenders(IReadOnlyList<HeardRouter> heard, byte id) =>
        [.. heard.Where(router => IsOf(router, id) && !router.IsOwn).Select(router => router.Source).Distinct()];

    /// <summary>
    /// Whether senders that nobody named may all be peers: RFC 9568 section 5.1.2.1 has IPv6 nodes advertise from link-local
    /// addresses, which are seldom named. Not when such addresses are named, nor when there are more senders than peers.
    /// </summary>
    private bool MayBePeers(InetAddress[] unnamed, int senders)
    {
        InetAddress[] named = [.. target.Peers.Where(peer => peer.IsIPv6)];
        int peers = named.Length > 0 ? named.Length : target.Peers.Count;
        return senders <= peers && !named.Any(peer => peer.IsLinkLocal)
            && unnamed.All(source => source.IsIPv6 && source.IsLinkLocal);
    }

    private bool IsPeerMaster(byte id)
    {
        InetAddress[] senders = OtherSenders(facts.Network.Heard ?? [], id);
        InetAddress[] unnamed = [.. senders.Except(target.Peers)];
        return unnamed.Length < senders.Length || (unnamed.Length > 0 && MayBePeers(unnamed, senders.Length));
    }

    private HaPrerequisite JudgeVirtualIp(InetAddress address)
    {
        const string why = "An address that somebody else has already would be there twice, and connections end up with the one or the other.";
        string subject = address.ToString();
        if (facts.Network.Addresses.Any(each => each.Address == address))
        {
            return new HaPrerequisite("VirtualIp", PrerequisiteResult.Passed, "This machine has it.") { Subject = subject, Why = why };
        }

        if (facts.Network.Neighbours is not { } neighbours)
        {
            return new HaPrerequisite("VirtualIp", PrerequisiteResult.Unknown, facts.Network.Problem ?? "Nobody could be asked.") { Subject = subject, Why = why };
        }

        if (!neighbours.TryGetValue(address, out IReadOnlyList<ulong>? owners))
        {
            return new HaPrerequisite("VirtualIp", PrerequisiteResult.Passed, "Nobody answers for it.") { Subject = subject, Why = why };
        }

        string mac = string.Join(", ", owners.Select(owner => MacAddress.FromUInt64(owner).ToString()));
        return target.VirtualRouterId is { } id && IsPeerMaster(id) && owners.Count == 1
            ? new HaPrerequisite("VirtualIp", PrerequisiteResult.Passed, $"{mac} answers for it while a peer is master.") { Subject = subject, Why = why }
            : new HaPrerequisite("VirtualIp", PrerequisiteResult.Failed, owners.Count == 1 ? $"{mac} answers for it." : $"{mac} all answer for it.")
            {
                Subject = subject, Why = why, Remedy = "Find out who that is; take another address unless it is a master of this cluster.",
            };
    }

    private HaPrerequisite JudgeClock()
    {
        const string why = "Signed advertisements carry the time and are refused when clocks differ by seconds; and logs of two nodes can be read together only then.";
        return facts.IsClockSynchronized switch
        {
            true => new HaPrerequisite("Clock", PrerequisiteResult.Passed, "Kept by a time server.") { Why = why },
            false => new HaPrerequisite("Clock", PrerequisiteResult.Warning, "Not kept by a time server.") { Why = why, Remedy = "timedatectl set-ntp true, or install chrony." },
            null => new HaPrerequisite("Clock", PrerequisiteResult.Unknown, "Neither systemd nor chrony tells.") { Why = why, Remedy = "Install chrony." },
        };
    }

    private HaPrerequisite Unset(string check, PrerequisiteResult result, string detail, string? subject, string why, KeyValuePair<string, string>[] wanted)
    {
        var write = new KernelSettingStep($"Keep kernel settings in '{KernelSettings.Path}'", wanted);
        var set = new CommandStep(
            $"Set {string.Join(", ", wanted.Select(setting => $"{setting.Key} to {setting.Value}"))}",
            [.. wanted.Select(setting => InNamespace(new SystemCommand("sysctl", "-w", $"{setting.Key}={setting.Value}")))]);
        return new HaPrerequisite(check, result, detail)
        {
            Subject = subject,
            Why = why,
            Remedy = $"{string.Join(", ", wanted.Select(setting => $"{setting.Key} = {setting.Value}"))} in {KernelSettings.Path}.",

            // A namespace has no file of its own: what set it up has to set this, too.
            RepairSteps = target.NetworkNamespace is null ? [write, set] : [set],
        };
    }

    /// <summary>Other interfaces with an address in the subnet of a virtual IP.</summary>
    private string[] SharedInterfaces() => facts.Network.Link is not { } link
        ? []
        : [.. facts.Network.Addresses
            .Where(each => each.LinkIndex != link.Index && each.Address.IsIPv4 && !each.Address.IsLoopback && each.PrefixLength < each.Address.MaximumPrefixLength
                && target.VirtualAddresses.Any(each.SubnetContains))
            .Select(each => facts.Network.Names.GetValueOrDefault(each.LinkIndex) ?? string.Empty)
            .Distinct()];

    /// <summary>What counts of a setting that is there for all interfaces and for one: the larger value.</summary>
    private int Effective(string setting)
    {
        int Value(string link) => int.TryParse(Setting(KernelSettings.OfInterface("ipv4", link, setting)), out int value) ? value : 0;
        return Math.Max(Value("all"), target.Interface is null ? 0 : Value(target.Interface));
    }

    private string? Setting(string name) => facts.Network.Settings.GetValueOrDefault(name);
}
