using System.Globalization;
using System.Net.Sockets;
using System.Text;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Topology.Keepalived.Exporting;

/// <summary>Writes one vrrp_instance.</summary>
internal sealed class InstanceWriter(ConfigurationText text, KeptIndex kept, TrackWriter tracks, VrrpInstanceOptions instance)
{
    private const byte KernelHopLimit = 64;
    private const int LongestSecret = 8;

    private readonly string _head = $"vrrp_instance {instance.Name}";
    private readonly GratuitousArpOptions _defaults = new();

    private bool IsOwner => instance.Priority == VrrpConstants.OwnerPriority;

    private bool IsIPv6 => instance.EffectiveFamily == AddressFamily.InterNetworkV6;

    public void Write()
    {
        text.Open("vrrp_instance", instance.Name);
        WriteIdentity();
        WriteAuthentication();
        WriteBehaviour();
        WriteAnnouncements();
        WriteUnicast();
        WriteAddresses("virtual_ipaddress", excluded: false);
        WriteAddresses("virtual_ipaddress_excluded", excluded: true);
        WriteLines("virtual_routes", instance.VirtualRoutes, RouteLine);
        WriteLines("virtual_rules", instance.VirtualRules, RuleLine);
        tracks.WriteUses(_head, instance.Tracks, IsOwner, instance.Interface);
        HookWriter.Write(text, instance.Hooks, _head);
        foreach (string block in (string[])["track_bfd", "unicast_peer"])
        {
            text.Block(block, kept.Take(_head, block), text.Verbatim);
        }

        kept.Take(_head).ForEach(text.Verbatim);
        text.Close();
        text.Blank();
    }

    private void WriteIdentity()
    {
        bool giveWay = !instance.Preempt || instance.PreemptDelay > TimeSpan.Zero
            || instance.Authentication.Method == VrrpAuthenticationMethod.AuthenticationHeader;
        VrrpInitialState state = instance.InitialState;
        if (state == VrrpInitialState.Master && giveWay && !IsOwner)
        {
            text.Findings.Warning("StateBackup", default, $"{_head} is written with state BACKUP: keepalived does not combine MASTER with nopreempt, preempt_delay or AH authentication.", _head);
            state = VrrpInitialState.Backup;
        }

        text.Statement("state", state == VrrpInitialState.Master ? "MASTER" : "BACKUP");
        text.Statement("interface", instance.Interface);
        text.Statement("virtual_router_id", instance.VirtualRouterId);
        text.Statement("priority", instance.Priority);
        text.Statement("version", (int)instance.Version);
        text.Statement("advert_int", ConfigurationText.Seconds(instance.AdvertisementInterval));
        bool familyShows = instance.VirtualAddresses.Any(address => !address.IsExcluded);
        if (IsIPv6 && !familyShows)
        {
            text.Statement("native_ipv6");
        }

        if (instance.VirtualMac is not VirtualMacOptions mac)
        {
            return;
        }

        if (mac.InterfaceName is null)
        {
            text.Statement("use_vmac");
        }
        else
        {
            text.Statement("use_vmac", mac.InterfaceName);
        }

        if (mac.TransmitFromParent)
        {
            text.Statement("vmac_xmit_base");
        }
    }

    private void WriteAuthentication()
    {
        VrrpAuthentication authentication = instance.Authentication;
        if (authentication.Method == VrrpAuthenticationMethod.None)
        {
            return;
        }

        if (authentication.Method == VrrpAuthenticationMethod.Hmac)
        {
            text.Findings.Error("NoEquivalent", default, $"{_head} has HMAC authentication, which keepalived has from version 2.4 on; it is left out.", _head);
            return;
        }

        ReadOnlySpan<byte> secret = authentication.Secret.Span;
        if (secret.Length > LongestSecret)
        {
            text.Findings.Error("SecretCut", default, $"The secret of {_head} has {secret.Length} bytes; keepalived takes {LongestSecret}.", _head);
            secret = secret[..LongestSecret];
        }

        string password = Encoding.UTF8.GetString(secret);
        if (!Encoding.UTF8.GetBytes(password).AsSpan().SequenceEqual(secret))
        {
            text.Findings.Error("NotWritable", default, $"The secret of {_head} is not text in UTF-8.", _head);
        }

        text.Open("authentication");
        text.Statement("auth_type", authentication.Method == VrrpAuthenticationMethod.Password ? "PASS" : "AH");
        text.Statement("auth_pass", password);
        kept.Take(_head, "authentication").ForEach(text.Verbatim);
        text.Close();
    }

    private void WriteBehaviour()
    {
        if (!instance.Preempt && !IsOwner)
        {
            text.Statement("nopreempt");
        }

        if (instance.PreemptDelay > TimeSpan.Zero && instance.Preempt && !IsOwner)
        {
            text.Statement("preempt_delay", ConfigurationText.Seconds(instance.PreemptDelay));
        }

        WriteFlag("no_accept", !instance.AcceptMode);
        WriteFlag("dont_track_primary", instance.IgnoreInterfaceState);
        WriteFlag("lower_prio_no_advert", instance.LowerPriorityNoAdvert);
        WriteFlag("higher_prio_send_advert", instance.HigherPrioritySendAdvert);
        if (instance.DownTimerAdverts != 3)
        {
            text.Statement("down_timer_adverts", instance.DownTimerAdverts);
        }

        if (instance.StrictAddressList)
        {
            text.Findings.Information("NoEquivalent", default, $"{_head} refuses advertisements with another address list; keepalived has no such switch.", _head);
        }

        if (!instance.ChecksumWithPseudoHeader && instance.Version == VrrpVersion.V3 && !IsIPv6)
        {
            text.Findings.Error("NoEquivalent", default, $"{_head} computes its checksum without pseudo-header; keepalived 2.2.7 refuses such advertisements.", _head);
        }
    }

    private void WriteAnnouncements()
    {
        GratuitousArpOptions arp = instance.GratuitousArp;
        WriteSeconds("garp_master_delay", arp.Delay, _defaults.Delay);
        WriteNumber("garp_master_repeat", arp.Repeat, _defaults.Repeat);
        WriteSeconds("garp_master_refresh", arp.Refresh, _defaults.Refresh);
        WriteNumber("garp_master_refresh_repeat", arp.RefreshRepeat, _defaults.RefreshRepeat);

        // Where nothing is said keepalived takes the global delay and repeat, not those of the instance.
        WriteSeconds("garp_lower_prio_delay", arp.LowerPriorityDelay ?? arp.Delay, _defaults.Delay);
        WriteNumber("garp_lower_prio_repeat", arp.LowerPriorityRepeat ?? arp.Repeat, _defaults.Repeat);
    }

    private void WriteUnicast()
    {
        if (instance.SourceAddress is not null)
        {
            text.Statement(instance.UnicastPeers.Count > 0 ? "unicast_src_ip" : "mcast_src_ip", instance.SourceAddress.ToString());
            WriteFlag("track_src_ip", instance.TrackSourceAddress);
        }

        text.Block("unicast_peer", instance.UnicastPeers, peer =>
        {
            var words = new List<string>();
            if (peer.MinimumTimeToLive != 0)
            {
                words.AddRange(["min_ttl", Number(peer.MinimumTimeToLive)]);
            }

            if (peer.MaximumTimeToLive != byte.MaxValue)
            {
                words.AddRange(["max_ttl", Number(peer.MaximumTimeToLive)]);
            }

            text.Statement(peer.Address.ToString(), [.. words]);
        });
        if (instance.UnicastPeers.Count > 0 && instance.UnicastTimeToLive != (IsIPv6 ? KernelHopLimit : VrrpConstants.TimeToLive))
        {
            text.Statement("unicast_ttl", instance.UnicastTimeToLive);
        }
    }

    private void WriteAddresses(string keyword, bool excluded) => text.Block(
        keyword,
        [.. instance.VirtualAddresses.Where(address => address.IsExcluded == excluded)],
        address =>
        {
            var line = new StringBuilder(address.ToString());
            if (address.Interface is not null)
            {
                line.Append(" dev ").Append(text.Word(address.Interface, keyword));
            }

            if (address.Scope != AddressScope.Global)
            {
                line.Append(" scope ").Append(address.Scope switch
                {
                    AddressScope.Site => "site",
                    AddressScope.Link => "link",
                    _ => "host",
                });
            }

            if (address.Label is not null)
            {
                line.Append(" label ").Append(text.Word(address.Label, keyword));
            }

            text.Statement(line.Append(kept.TakeWords(_head, keyword, address.ToString())).ToString());
        });

    private void WriteLines<T>(string keyword, IReadOnlyList<T> items, Func<T, string> line)
    {
        List<KeepalivedStatement> others = kept.Take(_head, keyword);
        if (items.Count + others.Count == 0)
        {
            return;
        }

        text.Open(keyword);
        foreach (T item in items)
        {
            text.Statement(line(item));
        }

        others.ForEach(text.Verbatim);
        text.Close();
    }

    private string RouteLine(VirtualRoute route)
    {
        var line = new StringBuilder();
        Append(line, "src", route.Source?.ToString());
        line.Append(line.Length > 0 ? " " : string.Empty).Append(route.Destination).Append('/').Append(Number(route.PrefixLength));
        Append(line, "via", route.Gateway?.ToString());
        Append(line, "dev", route.Interface is null ? null : text.Word(route.Interface, "virtual_routes"));
        Append(line, "metric", route.Metric == 0 ? null : Number(route.Metric));
        Append(line, "table", route.Table == 254 ? null : Number(route.Table));

        // Without an interface keepalived cannot watch its route (protocol 18), and says so unless told not to.
        return line.Append(route.OnLink ? " onlink" : string.Empty).Append(route.Interface is null ? " protocol 18 no_track" : string.Empty).ToString();
    }

    private uint _nextPreference = 16384;

    private string RuleLine(VirtualRule rule)
    {
        var line = new StringBuilder(rule.Family == AddressFamily.InterNetworkV6 && rule.From is null && rule.To is null ? "inet6" : string.Empty);
        Append(line, "from", rule.From is null ? null : $"{rule.From}/{Number(rule.FromPrefixLength)}");
        Append(line, "to", rule.To is null ? null : $"{rule.To}/{Number(rule.ToPrefixLength)}");
        Append(line, "iif", rule.InputInterface is null ? null : text.Word(rule.InputInterface, "virtual_rules"));
        Append(line, "fwmark", rule.FirewallMark == 0 ? null : Number(rule.FirewallMark));
        Append(line, "table", Number(rule.Table));
        uint preference = rule.Preference;
        if (preference == 0)
        {
            preference = _nextPreference--;
            text.Findings.Warning("PreferenceAssigned", default, $"A rule of {_head} gets preference {preference}: keepalived needs one.", _head);
        }

        Append(line, "preference", Number(preference));
        return line.ToString().TrimStart();
    }

    private static void Append(StringBuilder line, string keyword, string? value)
    {
        if (value is not null)
        {
            line.Append(line.Length > 0 ? " " : string.Empty).Append(keyword).Append(' ').Append(value);
        }
    }

    private void WriteFlag(string keyword, bool isSet)
    {
        if (isSet)
        {
            text.Statement(keyword);
        }
    }

    private void WriteSeconds(string keyword, TimeSpan value, TimeSpan standard)
    {
        if (value != standard)
        {
            text.Statement(keyword, text.WholeSeconds(value, $"{keyword} of {_head}"));
        }
    }

    private void WriteNumber(string keyword, int value, int standard)
    {
        if (value != standard)
        {
            text.Statement(keyword, value);
        }
    }

    private static string Number(uint value) => value.ToString(CultureInfo.InvariantCulture);
}
