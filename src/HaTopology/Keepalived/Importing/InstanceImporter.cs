using System.Net;
using System.Net.Sockets;
using System.Text;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>Reads the statements of one vrrp_instance into a draft.</summary>
internal sealed class InstanceImporter
{
    private const int LongestInterfaceName = 15;

    private readonly ImportContext _context;
    private readonly InstanceDraft _draft;
    private readonly ValueReader _values;
    private readonly AddressImporter _addresses;
    private readonly HookImporter _hooks;
    private readonly TrackImporter _tracks;

    private InstanceImporter(ImportContext context, InstanceDraft draft)
    {
        _context = context;
        _draft = draft;
        _values = context.ValuesFor(draft.Head);
        _addresses = new AddressImporter(context, _values);
        _hooks = new HookImporter(context, _values, draft.Head);
        _tracks = new TrackImporter(context, _values, draft.Head);
    }

    public static InstanceDraft Import(ImportContext context, KeepalivedStatement block, string name)
    {
        var draft = new InstanceDraft(block, name, context.Settings);
        var importer = new InstanceImporter(context, draft);
        foreach (KeepalivedStatement statement in block.Block ?? [])
        {
            if (!importer.TryIdentity(statement) && !importer.TryAddresses(statement) && !importer.TryBehaviour(statement)
                && !importer.TryAnnouncements(statement) && !importer._hooks.TryImport(statement) && !importer._tracks.TryImport(statement))
            {
                importer.KeepOther(statement);
            }
        }

        draft.Hooks = importer._hooks.Hooks;
        draft.Tracks = importer._tracks.Tracks;
        return draft;
    }

    private void KeepOther(KeepalivedStatement statement)
    {
        string reason = ReasonFor(statement.Keyword);
        if (statement.Keyword == "lvs_sync_daemon_interface" && statement.Words.Count > 1)
        {
            // The same in global_defs is what keepalived asks for since 1.2.19.
            _values.Error("Deprecated", statement, "lvs_sync_daemon_interface is deprecated; it is written as lvs_sync_daemon in global_defs.");
            _context.Keep(["global_defs"], new KeepalivedStatement($"lvs_sync_daemon {statement.Words[1]} {_draft.Name}", statement.Position), reason);
            return;
        }

        _context.KeepKeyword("vrrp_instance", [_draft.Head], statement, reason);
    }

    private bool TryIdentity(KeepalivedStatement statement)
    {
        switch (statement.Keyword)
        {
            case "interface" when statement.Words.Count > 1 && statement.Words[1].Length <= LongestInterfaceName:
                _draft.Interface = statement.Words[1];
                return true;
            case "interface":
                _values.Error("InvalidInterface", statement, $"'{statement.Text}' is not allowed; an interface name has 1 to {LongestInterfaceName} characters.");
                return true;
            case "virtual_router_id":
                _draft.VirtualRouterId = ReadByte(statement, 1) ?? _draft.VirtualRouterId;
                return true;
            case "priority":
                _draft.Priority = ReadByte(statement, 1) ?? 100;
                return true;
            case "state":
                ReadState(statement);
                return true;
            case "version":
                ReadVersion(statement);
                return true;
            case "native_ipv6" when _draft.Family != AddressFamily.InterNetwork:
                _draft.Family = AddressFamily.InterNetworkV6;
                _draft.IsNativeIPv6 = true;
                _draft.Version = 3;
                return true;
            case "native_ipv6":
                _values.Error("FamilyMismatch", statement, "native_ipv6 is not allowed in an instance with IPv4 addresses; it is ignored.");
                return true;
            case "authentication":
                ReadAuthentication(statement);
                return true;
            case "use_vmac":
                ReadVirtualMac(statement);
                return true;
            case "vmac_xmit_base":
                _draft.VirtualMac = _draft.VirtualMac with { TransmitFromParent = true };
                return true;
            default:
                return false;
        }
    }

    private bool TryAddresses(KeepalivedStatement statement)
    {
        switch (statement.Keyword)
        {
            case "virtual_ipaddress":
                foreach ((VirtualAddress address, KeepalivedStatement line) in _addresses.Import(statement, _draft.Head, excluded: false))
                {
                    if (BelongsToFamily(address.Address, line, address.ToString()))
                    {
                        _draft.Addresses.Add(address);
                    }
                }

                return true;
            case "virtual_ipaddress_excluded":
                _draft.ExcludedAddresses.AddRange(_addresses.Import(statement, _draft.Head, excluded: true).Select(found => found.Address));
                return true;
            case "mcast_src_ip" or "unicast_src_ip":
                if (_values.TryAddress(statement, 1, out IPAddress source))
                {
                    _draft.SourceAddress = BelongsToFamily(source, statement, statement.Text) ? source : null;
                }

                return true;
            case "unicast_peer":
                foreach (KeepalivedStatement line in statement.Block ?? [])
                {
                    ReadPeer(line);
                }

                return true;
            case "unicast_ttl":
                _draft.UnicastTimeToLive = ReadByte(statement, 0) ?? _draft.UnicastTimeToLive;
                return true;
            case "virtual_routes":
                ReadLines(statement, _context.Corrections.Route, RouteImporter.Read, _draft.Routes, "The engine's routes are plain ones; this one says more.");
                return true;
            case "virtual_rules":
                ReadLines(statement, _context.Corrections.Rule, RuleImporter.Read, _draft.Rules, "The engine's rules select by network, interface and mark, look up a table and have a preference; this one says more or less.");
                return true;
            default:
                return false;
        }
    }

    private bool TryBehaviour(KeepalivedStatement statement)
    {
        switch (statement.Keyword)
        {
            case "advert_int":
                if (_values.TrySeconds(statement, 1, 0.01m, 255, out TimeSpan interval))
                {
                    _draft.AdvertisementInterval = interval;
                }

                return true;
            case "preempt" or "nopreempt":
                _draft.NoPreempt = statement.Keyword == "nopreempt";
                return true;
            case "preempt_delay":
                _draft.PreemptDelay = _values.TrySeconds(statement, 1, 0, 1000, out TimeSpan delay) ? delay : TimeSpan.Zero;
                return true;
            case "accept" or "no_accept":
                _draft.Accept = statement.Keyword == "accept";
                return true;
            case "strict_mode":
                _draft.Strict = _values.Switch(statement) ?? _draft.Strict;
                _context.KeepTranslated([_draft.Head], statement, "Strict mode is translated into the options that it stands for.");
                return true;
            case "dont_track_primary":
                _draft.IgnoreInterfaceState = true;
                return true;
            case "track_src_ip":
                _draft.TrackSourceAddress = true;
                return true;
            case "lower_prio_no_advert":
                _draft.LowerPriorityNoAdvert = _values.Switch(statement) ?? _draft.LowerPriorityNoAdvert;
                return true;
            case "higher_prio_send_advert":
                _draft.HigherPrioritySendAdvert = _values.Switch(statement) ?? _draft.HigherPrioritySendAdvert;
                return true;
            case "down_timer_adverts":
                _draft.DownTimerAdverts = _values.TryInteger(statement, 1, 1, 100, out int adverts) ? adverts : _draft.DownTimerAdverts;
                return true;
            default:
                return false;
        }
    }

    private bool TryAnnouncements(KeepalivedStatement statement)
    {
        GratuitousArpOptions arp = _draft.GratuitousArp;
        switch (statement.Keyword)
        {
            case "garp_master_delay":
                _draft.GratuitousArp = arp with { Delay = ReadSeconds(statement) ?? arp.Delay };
                return true;
            case "garp_master_refresh":
                _draft.GratuitousArp = arp with { Refresh = ReadSeconds(statement) ?? TimeSpan.Zero };
                return true;
            case "garp_master_repeat":
                _draft.GratuitousArp = arp with { Repeat = _values.Times(statement, int.MaxValue) ?? arp.Repeat };
                return true;
            case "garp_master_refresh_repeat":
                _draft.GratuitousArp = arp with { RefreshRepeat = _values.Times(statement, int.MaxValue) ?? arp.RefreshRepeat };
                return true;
            case "garp_lower_prio_delay":
                _draft.GratuitousArp = arp with { LowerPriorityDelay = ReadSeconds(statement) ?? arp.LowerPriorityDelay };
                return true;
            case "garp_lower_prio_repeat":
                _draft.GratuitousArp = arp with { LowerPriorityRepeat = ReadNumber(statement) ?? arp.LowerPriorityRepeat };
                return true;
            default:
                return false;
        }
    }

    private void ReadState(KeepalivedStatement statement)
    {
        string text = statement.Words.Count > 1 ? statement.Words[1] : string.Empty;
        switch (text)
        {
            case "MASTER":
                _draft.State = VrrpInitialState.Master;
                break;
            case "BACKUP" when _draft.State == VrrpInitialState.Master:
                _values.Error("DuplicateStatement", statement, "The state was MASTER before; BACKUP is ignored.");
                break;
            case "BACKUP":
                _draft.State = VrrpInitialState.Backup;
                break;
            default:
                _values.Error("UnknownState", statement, $"'{text}' is not a state; it takes MASTER or BACKUP in capital letters. keepalived takes BACKUP.");
                _draft.State = VrrpInitialState.Backup;
                break;
        }
    }

    private void ReadVersion(KeepalivedStatement statement)
    {
        if (!_values.TryInteger(statement, 1, 2, 3, out int version))
        {
            return;
        }

        if ((_draft.Version is int before && before != version) || (version == 2 && _draft.Family == AddressFamily.InterNetworkV6))
        {
            _values.Error("VersionConflict", statement, $"Version {version} contradicts the version or the IPv6 addresses before it; it is ignored.");
            return;
        }

        _draft.Version = version;
    }

    private void ReadAuthentication(KeepalivedStatement block)
    {
        foreach (KeepalivedStatement statement in block.Block ?? [])
        {
            string text = statement.Words.Count > 1 ? statement.Words[1] : string.Empty;
            switch (statement.Keyword)
            {
                case "auth_type" when text is "PASS" or "AH":
                    _draft.AuthenticationMethod = text == "PASS" ? VrrpAuthenticationMethod.Password : VrrpAuthenticationMethod.AuthenticationHeader;
                    break;
                case "auth_type":
                    _values.Error("UnknownAuthentication", statement, $"'{text}' is not an authentication type; it takes PASS or AH.");
                    break;
                case "auth_pass":
                    byte[] secret = Encoding.UTF8.GetBytes(text);
                    if (secret.Length > 8)
                    {
                        _values.Error("PasswordCut", statement, "The password has more than 8 bytes; only the first 8 count.", "Use 8 characters, the same on all nodes.");
                    }

                    _draft.Password = secret.Length > 8 ? secret[..8] : secret;
                    break;
                default:
                    _context.Keep([_draft.Head, block.Keyword], statement, "It has no equivalent in the engine.");
                    break;
            }
        }
    }

    private void ReadVirtualMac(KeepalivedStatement statement)
    {
        _draft.UsesVirtualMac = true;
        foreach (string word in statement.Arguments.Take(2))
        {
            if (word.Contains(':', StringComparison.Ordinal))
            {
                _context.KeepTranslated([_draft.Head], statement, $"The engine uses the MAC address of RFC 9568 only, not {word}.");
            }
            else if (word.Length > LongestInterfaceName)
            {
                _values.Error("InvalidInterface", statement, $"'{word}' is not allowed; an interface name has 1 to {LongestInterfaceName} characters.");
            }
            else
            {
                _draft.VirtualMac = _draft.VirtualMac with { InterfaceName = word };
            }
        }
    }

    private void ReadPeer(KeepalivedStatement line)
    {
        if (!_values.TryAddress(line, 0, out IPAddress address) || !BelongsToFamily(address, line, line.Text))
        {
            return;
        }

        var peer = new UnicastPeer { Address = address };
        for (int i = 1; i < line.Words.Count; i += 2)
        {
            if (line.Words[i] is not ("min_ttl" or "max_ttl"))
            {
                _values.Error("UnknownOption", line, $"'{line.Words[i]}' in '{line.Text}' is not allowed; it takes min_ttl and max_ttl.");
                break;
            }

            if (_values.TryInteger(line, i + 1, 0, 255, out int value))
            {
                peer = line.Words[i] == "min_ttl" ? peer with { MinimumTimeToLive = (byte)value } : peer with { MaximumTimeToLive = (byte)value };
            }
        }

        _draft.Peers.Add(peer);
    }

    private void ReadLines<T>(
        KeepalivedStatement block,
        Func<KeepalivedStatement, ValueReader, KeepalivedStatement?> correct,
        Func<KeepalivedStatement, T?> read,
        List<T> items,
        string reason)
        where T : class
    {
        foreach (KeepalivedStatement line in (block.Block ?? []).Select(line => correct(line, _values)).OfType<KeepalivedStatement>())
        {
            if (read(line) is T item)
            {
                items.Add(item);
            }
            else
            {
                _context.Keep([_draft.Head, block.Keyword], line, reason);
            }
        }
    }

    /// <summary>The first address decides the family; keepalived ignores the others of another one.</summary>
    private bool BelongsToFamily(IPAddress address, KeepalivedStatement statement, string text)
    {
        _draft.Family ??= address.AddressFamily;
        if (address.AddressFamily == _draft.Family)
        {
            return true;
        }

        _values.Error("FamilyMismatch", statement, $"'{text}' is not of the instance's address family, which the first address set; it is ignored.");
        return false;
    }

    private byte? ReadByte(KeepalivedStatement statement, byte minimum) =>
        _values.TryInteger(statement, 1, minimum, 255, out int value) ? (byte)value : null;

    private TimeSpan? ReadSeconds(KeepalivedStatement statement) =>
        _values.TryInteger(statement, 1, 0, 4294, out int seconds) ? TimeSpan.FromSeconds(seconds) : null;

    private int? ReadNumber(KeepalivedStatement statement) =>
        _values.TryInteger(statement, 1, 0, int.MaxValue, out int number) ? number : null;

    private static string ReasonFor(string keyword) => keyword switch
    {
        "smtp_alert" => "The engine sends no mail; a hook can.",
        "mcast_dst_ip" => "The engine sends to the group of the RFC only.",
        "skip_check_adv_addr" => "The engine compares address lists once for each change, so there is nothing to skip.",
        "check_unicast_src" => "The engine takes unicast advertisements from its peers only, always.",
        "notify_priority_changes" => "Priority changes are events of the engine already.",
        "notify_deleted" => "A deleted instance is an event of the engine and runs the stop hook.",
        "track_bfd" => "The engine has no BFD.",
        "lvs_sync_daemon_interface" => "It concerns keepalived's load balancing, which is kept but not interpreted.",
        _ => "It has no equivalent in the engine.",
    };
}
