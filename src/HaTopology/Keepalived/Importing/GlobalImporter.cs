using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>Reads global_defs: defaults of the instances are taken over, the rest is kept.</summary>
internal sealed class GlobalImporter(ImportContext context)
{
    private const string Head = "global_defs";

    private readonly ValueReader _values = context.ValuesFor(Head);

    private GlobalSettings Settings => context.Settings;

    public void Import(KeepalivedStatement block)
    {
        foreach (KeepalivedStatement statement in block.Block ?? [])
        {
            if (!TryImport(statement))
            {
                context.KeepKeyword(Head, [Head], statement, ReasonFor(statement.Keyword));
            }
        }
    }

    private bool TryImport(KeepalivedStatement statement)
    {
        GratuitousArpOptions arp = Settings.GratuitousArp;
        switch (statement.Keyword)
        {
            case "router_id":
                Settings.RouterId = statement.Words.Count > 1 ? statement.Words[1] : null;
                return true;
            case "vrrp_version":
                if (_values.TryInteger(statement, 1, 2, 3, out int version))
                {
                    Settings.Version = (VrrpVersion)version;
                }

                return true;
            case "vrrp_garp_master_delay":
                Settings.GratuitousArp = arp with { Delay = Seconds(statement, arp.Delay) };
                return true;
            case "vrrp_garp_master_refresh":
                Settings.GratuitousArp = arp with { Refresh = Seconds(statement, TimeSpan.Zero) };
                return true;
            case "vrrp_garp_master_repeat":
                Settings.GratuitousArp = arp with { Repeat = Repeat(statement, arp.Repeat) };
                return true;
            case "vrrp_garp_master_refresh_repeat":
                Settings.GratuitousArp = arp with { RefreshRepeat = Repeat(statement, arp.RefreshRepeat) };
                return true;
            case "vrrp_garp_lower_prio_delay":
                Settings.GratuitousArp = arp with { LowerPriorityDelay = Seconds(statement, arp.LowerPriorityDelay) };
                return true;
            case "vrrp_garp_lower_prio_repeat":
                if (_values.TryInteger(statement, 1, 0, int.MaxValue, out int repeat))
                {
                    Settings.GratuitousArp = arp with { LowerPriorityRepeat = repeat };
                }

                return true;
            case "vrrp_garp_interval":
                if (_values.TrySeconds(statement, 1, 0.000001m, 4294.967295m, out TimeSpan arpInterval))
                {
                    Settings.GratuitousArp = arp with { ArpInterval = arpInterval };
                }

                return true;
            case "vrrp_gna_interval":
                if (_values.TrySeconds(statement, 1, 0.000001m, 4294.967295m, out TimeSpan advertisementInterval))
                {
                    Settings.GratuitousArp = arp with { NeighbourAdvertisementInterval = advertisementInterval };
                }

                return true;
            case "vrrp_min_garp":
                UseFewestAnnouncements(statement);
                return true;
            case "vrrp_down_timer_adverts":
                if (_values.TryInteger(statement, 1, 1, 100, out int adverts))
                {
                    Settings.DownTimerAdverts = adverts;
                }

                return true;
            case "vrrp_lower_prio_no_advert":
                Settings.LowerPriorityNoAdvert = _values.Switch(statement) ?? Settings.LowerPriorityNoAdvert;
                return true;
            case "vrrp_higher_prio_send_advert":
                Settings.HigherPrioritySendAdvert = _values.Switch(statement) ?? Settings.HigherPrioritySendAdvert;
                return true;
            case "vrrp_startup_delay":
                if (_values.TrySeconds(statement, 1, 0.001m, 1000, out TimeSpan startupDelay))
                {
                    Settings.StartupDelay = startupDelay;
                }

                return true;
            case "vrrp_strict":
                Settings.Strict = true;
                context.KeepTranslated([Head], statement, "Strict mode is translated into the options that it stands for, for each instance.");
                return true;
            case "script_user":
                ImportScriptUser(statement);
                return true;
            case "enable_script_security":
                context.KeepTranslated([Head], statement, "The engine always refuses programs that others than root can change.");
                return true;
            default:
                return false;
        }
    }

    private void ImportScriptUser(KeepalivedStatement statement)
    {
        string? user = statement.Words.Count > 1 ? statement.Words[1] : null;
        Settings.ScriptUser = user is "root" ? null : user;
        if (statement.Words.Count > 2 && statement.Words[2] != user)
        {
            context.KeepTranslated([Head], statement, $"Only the user is taken over; programs run with that user's own groups, not with '{statement.Words[2]}'.");
        }
    }

    private void UseFewestAnnouncements(KeepalivedStatement statement)
    {
        if (_values.Switch(statement) != true)
        {
            return;
        }

        var defaults = new GratuitousArpOptions();
        GratuitousArpOptions arp = Settings.GratuitousArp;
        Settings.GratuitousArp = arp with
        {
            Repeat = arp.Repeat == defaults.Repeat ? 1 : arp.Repeat,
            // keepalived sets the refresh repeat to 0; without a refresh interval that says nothing.
            Delay = arp.Delay == defaults.Delay ? TimeSpan.Zero : arp.Delay,
        };
    }

    private TimeSpan Seconds(KeepalivedStatement statement, TimeSpan otherwise) => Seconds(statement, (TimeSpan?)otherwise) ?? otherwise;

    private TimeSpan? Seconds(KeepalivedStatement statement, TimeSpan? otherwise) =>
        _values.TryInteger(statement, 1, 0, 4294, out int seconds) ? TimeSpan.FromSeconds(seconds) : otherwise;

    private int Repeat(KeepalivedStatement statement, int otherwise) =>
        _values.Times(statement, int.MaxValue) ?? otherwise;

    private static string ReasonFor(string keyword) => keyword switch
    {
        _ when keyword.Contains("smtp", StringComparison.Ordinal) || keyword.Contains("email", StringComparison.Ordinal) =>
            "The engine sends no mail; a hook can.",
        _ when keyword.StartsWith("lvs_", StringComparison.Ordinal) || keyword.Contains("checker", StringComparison.Ordinal) || keyword.Contains("ipvs", StringComparison.Ordinal) =>
            "It concerns keepalived's load balancing, which is kept but not interpreted.",
        _ when keyword.Contains("fifo", StringComparison.Ordinal) => "The engine has an event stream and hooks instead of a named pipe.",
        _ when keyword.Contains("snmp", StringComparison.Ordinal) || keyword.Contains("dbus", StringComparison.Ordinal) || keyword == "enable_traps" =>
            "The engine has a control socket and Prometheus metrics instead of SNMP and D-Bus.",
        _ when keyword.EndsWith("_script", StringComparison.Ordinal) || keyword.Contains("_script_", StringComparison.Ordinal) =>
            "The service manager runs programs before the start and after the end of the engine.",
        "vrrp_mcast_group4" or "vrrp_mcast_group6" => "The engine sends to the groups of the RFC only.",
        "vrrp_skip_check_adv_addr" => "The engine compares address lists once for each change, so there is nothing to skip.",
        "vrrp_check_unicast_src" => "The engine takes unicast advertisements from its peers only, always.",
        _ => "It has no equivalent in the engine.",
    };
}
