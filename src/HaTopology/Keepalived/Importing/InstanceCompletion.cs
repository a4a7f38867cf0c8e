using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Topology.Keepalived.Importing;

/// <summary>Fills what an instance does not say and corrects what contradicts itself, as keepalived does after reading everything.</summary>
internal sealed class InstanceCompletion(ImportContext context)
{
    private const byte KernelHopLimit = 64;
    private const decimal SecondsInTicks = TimeSpan.TicksPerSecond;

    private readonly GlobalSettings _settings = context.Settings;

    /// <summary>The options, or null when keepalived would not start the instance and neither can the engine.</summary>
    /// <param name="draft">What the block says.</param>
    /// <param name="keepsWeights">False when the instance is in a group that does not allow tracking weights.</param>
    public VrrpInstanceOptions? Complete(InstanceDraft draft, bool keepsWeights)
    {
        ValueReader values = context.ValuesFor(draft.Head);
        if (draft.VirtualRouterId == 0)
        {
            values.Error("MissingVirtualRouterId", draft.Block, $"{draft.Head} has no valid virtual_router_id; keepalived does not start it.");
            return null;
        }

        if (draft.Interface is null)
        {
            values.Error("MissingInterface", draft.Block, $"{draft.Head} has no interface; the engine needs one for every instance.");
            return null;
        }

        AddressFamily family = draft.Family ?? AddressFamily.InterNetwork;
        bool strict = draft.Strict ?? _settings.Strict;
        VrrpVersion version = Version(draft, family, values);
        byte priority = draft.Priority ?? (draft.State == VrrpInitialState.Master ? VrrpConstants.OwnerPriority : VrrpConstants.DefaultPriority);
        bool owner = priority == VrrpConstants.OwnerPriority;
        VrrpInitialState state = State(draft, owner, strict, version, family, values);
        VrrpAuthentication authentication = Authentication(draft, version, family, strict, values);
        if (draft.Addresses.Count == 0)
        {
            values.Error("NoVirtualAddress", draft.Block, version == VrrpVersion.V3 || strict
                ? $"{draft.Head} has no virtual address, and VRRPv3 needs one; keepalived does not start it."
                : $"{draft.Head} has no virtual address.");
        }

        (bool preempt, TimeSpan preemptDelay) = Preemption(draft, owner, state, strict, values);
        return new VrrpInstanceOptions
        {
            Name = draft.Name,
            Interface = draft.Interface,
            VirtualRouterId = draft.VirtualRouterId,
            Priority = priority,
            Version = version,
            VirtualAddresses = [.. draft.Addresses, .. draft.ExcludedAddresses],
            Family = FamilyToSay(draft, family),
            AdvertisementInterval = Interval(draft, version, values),
            InitialState = state,
            Preempt = preempt,
            PreemptDelay = preemptDelay,
            StartupDelay = _settings.StartupDelay,
            Authentication = authentication,
            SourceAddress = draft.SourceAddress,
            UnicastPeers = draft.Peers,
            UnicastTimeToLive = TimeToLive(draft, family, values),
            AcceptMode = draft.Accept ?? (owner || !strict),
            VirtualMac = VirtualMac(draft, values),
            VirtualRoutes = draft.Routes,
            VirtualRules = draft.Rules,
            GratuitousArp = GratuitousArp(draft, strict),
            Tracks = Tracks(draft, owner, keepsWeights, values),
            IgnoreInterfaceState = draft.IgnoreInterfaceState,
            TrackSourceAddress = draft.TrackSourceAddress && draft.SourceAddress is not null,
            LowerPriorityNoAdvert = strict || (draft.LowerPriorityNoAdvert ?? _settings.LowerPriorityNoAdvert),
            HigherPrioritySendAdvert = !strict && (draft.HigherPrioritySendAdvert ?? _settings.HigherPrioritySendAdvert),
            DownTimerAdverts = strict ? 3 : draft.DownTimerAdverts,
            Hooks = draft.Hooks,
            NetworkNamespace = _settings.NetworkNamespace,
        };
    }

    private static AddressFamily? FamilyToSay(InstanceDraft draft, AddressFamily family)
    {
        // Without addresses, and with addresses that are all excluded, only the family itself tells which it is.
        IPAddress? first = draft.Addresses.Concat(draft.ExcludedAddresses).FirstOrDefault()?.Address;
        return (first?.AddressFamily ?? AddressFamily.InterNetwork) == family ? null : family;
    }

    private VrrpVersion Version(InstanceDraft draft, AddressFamily family, ValueReader values)
    {
        if (family == AddressFamily.InterNetworkV6)
        {
            if (draft.Version == 2)
            {
                values.Error("VersionConflict", draft.Find("version"), $"{draft.Head} has IPv6 addresses and version 2, which no standard describes; version 3 is taken.");
            }

            return VrrpVersion.V3;
        }

        return draft.Version is int version ? (VrrpVersion)version : _settings.Version;
    }

    private static VrrpInitialState State(InstanceDraft draft, bool owner, bool strict, VrrpVersion version, AddressFamily family, ValueReader values)
    {
        VrrpInitialState natural = owner ? VrrpInitialState.Master : VrrpInitialState.Backup;
        VrrpInitialState state = draft.State ?? natural;
        if (strict && state != natural)
        {
            values.Error("StrictState", draft.Find("state"), "In strict mode exactly the address owner (priority 255) starts as MASTER; the state is corrected.");
            state = natural;
        }

        bool usesHeader = draft.AuthenticationMethod == VrrpAuthenticationMethod.AuthenticationHeader
            && draft.Password.Length > 0 && version == VrrpVersion.V2 && family == AddressFamily.InterNetwork && !strict;
        if (usesHeader && state == VrrpInitialState.Master && !owner)
        {
            values.Error("MasterWithAuthenticationHeader", draft.Find("state"), $"{draft.Head} cannot start as MASTER with AH authentication, which needs the sequence number of the master before; it starts as BACKUP.");
            state = VrrpInitialState.Backup;
        }

        return state;
    }

    private static VrrpAuthentication Authentication(InstanceDraft draft, VrrpVersion version, AddressFamily family, bool strict, ValueReader values)
    {
        if (draft.AuthenticationMethod == VrrpAuthenticationMethod.None)
        {
            return VrrpAuthentication.None;
        }

        string? reason = (strict, version, draft.Password.Length, family, draft.AuthenticationMethod) switch
        {
            (true, _, _, _, _) => "strict mode has none",
            (_, VrrpVersion.V3, _, _, _) => "VRRPv3 has none",
            (_, _, 0, _, _) => "no password is given",
            (_, _, _, AddressFamily.InterNetworkV6, VrrpAuthenticationMethod.AuthenticationHeader) => "AH is for IPv4 only",
            _ => null,
        };
        if (reason is null)
        {
            return new VrrpAuthentication { Method = draft.AuthenticationMethod, Secret = draft.Password };
        }

        values.Error("AuthenticationIgnored", draft.Find("authentication"), $"The authentication of {draft.Head} is ignored: {reason}.");
        return VrrpAuthentication.None;
    }

    private static (bool Preempt, TimeSpan Delay) Preemption(InstanceDraft draft, bool owner, VrrpInitialState state, bool strict, ValueReader values)
    {
        bool noPreempt = draft.NoPreempt;
        TimeSpan delay = draft.PreemptDelay;
        if (noPreempt && (owner || state == VrrpInitialState.Master))
        {
            values.Error("NoPreemptIgnored", draft.Find("nopreempt"), $"nopreempt of {draft.Head} has no effect {(owner ? "with priority 255" : "with state MASTER")}; it needs state BACKUP.");
            noPreempt = false;
        }

        if (delay > TimeSpan.Zero && (state == VrrpInitialState.Master || strict || noPreempt))
        {
            string reason = state == VrrpInitialState.Master ? "with state MASTER" : strict ? "in strict mode" : "together with nopreempt";
            values.Error("PreemptDelayIgnored", draft.Find("preempt_delay"), $"preempt_delay of {draft.Head} has no effect {reason}.");
            delay = TimeSpan.Zero;
        }

        return (!noPreempt, delay);
    }

    private static TimeSpan Interval(InstanceDraft draft, VrrpVersion version, ValueReader values)
    {
        TimeSpan interval = draft.AdvertisementInterval ?? TimeSpan.FromSeconds(VrrpConstants.DefaultIntervalSeconds);
        decimal seconds = interval.Ticks / SecondsInTicks;
        decimal taken = version == VrrpVersion.V2
            ? Math.Clamp(decimal.Round(seconds, 0, MidpointRounding.AwayFromZero), 1, VrrpConstants.MaximumIntervalSecondsV2)
            : Math.Clamp(decimal.Round(seconds, 2, MidpointRounding.AwayFromZero), 0.01m, VrrpConstants.MaximumIntervalCentisecondsV3 / 100m);
        if (taken != seconds)
        {
            values.Error("IntervalCorrected", draft.Find("advert_int"), FormattableString.Invariant($"advert_int {seconds} of {draft.Head} becomes {taken:0.##} s: VRRPv{(int)version} counts in {(version == VrrpVersion.V2 ? "whole seconds up to 255" : "hundredths of a second up to 40.95")}."));
        }

        return TimeSpan.FromTicks((long)(taken * TimeSpan.TicksPerSecond));
    }

    private static byte TimeToLive(InstanceDraft draft, AddressFamily family, ValueReader values)
    {
        if (draft.UnicastTimeToLive is not null && draft.Peers.Count == 0)
        {
            values.Error("UnicastTtlIgnored", draft.Find("unicast_ttl"), $"unicast_ttl of {draft.Head} has no effect without unicast_peer.");
        }

        return draft.Peers.Count == 0 ? (byte)VrrpConstants.TimeToLive
            : draft.UnicastTimeToLive ?? (family == AddressFamily.InterNetwork ? (byte)VrrpConstants.TimeToLive : KernelHopLimit);
    }

    private static VirtualMacOptions? VirtualMac(InstanceDraft draft, ValueReader values)
    {
        if (!draft.UsesVirtualMac)
        {
            return null;
        }

        if (draft.Peers.Count == 0 || draft.VirtualMac.TransmitFromParent)
        {
            return draft.VirtualMac;
        }

        values.Error("VirtualMacWithUnicast", draft.Find("use_vmac"), $"use_vmac of {draft.Head} with unicast peers needs vmac_xmit_base; it is set.");
        return draft.VirtualMac with { TransmitFromParent = true };
    }

    private GratuitousArpOptions GratuitousArp(InstanceDraft draft, bool strict)
    {
        GratuitousArpOptions arp = draft.GratuitousArp;
        GratuitousArpOptions global = _settings.GratuitousArp;
        TimeSpan lowerDelay = strict ? TimeSpan.Zero : arp.LowerPriorityDelay ?? global.LowerPriorityDelay ?? global.Delay;
        int lowerRepeat = strict ? 0 : arp.LowerPriorityRepeat ?? global.LowerPriorityRepeat ?? global.Repeat;
        _settings.AnnouncementPauses.TryGetValue(draft.Interface!, out (TimeSpan? Arp, TimeSpan? NeighbourAdvertisement) pauses);
        return arp with
        {
            LowerPriorityDelay = lowerDelay == arp.Delay ? null : lowerDelay,
            LowerPriorityRepeat = lowerRepeat == arp.Repeat ? null : lowerRepeat,
            ArpInterval = pauses.Arp ?? global.ArpInterval,
            NeighbourAdvertisementInterval = pauses.NeighbourAdvertisement ?? global.NeighbourAdvertisementInterval,
        };
    }

    private static List<TrackOptions> Tracks(InstanceDraft draft, bool owner, bool keepsWeights, ValueReader values)
    {
        if (draft.Tracks.Any(track => IsOwnInterface(track, draft)))
        {
            values.Error("OwnInterfaceTracked", draft.Find("track_interface"), $"{draft.Head} tracks its own interface '{draft.Interface}', which it does anyway; the line is ignored.");
        }

        List<TrackOptions> tracks = [.. draft.Tracks.Where(track => !IsOwnInterface(track, draft))];
        return owner || !keepsWeights ? WithoutWeights(draft, tracks, owner, values) : tracks;
    }

    private static bool IsOwnInterface(TrackOptions track, InstanceDraft draft) =>
        track is InterfaceTrackOptions link && link.Interface == draft.Interface;

    /// <summary>The tracks that are left where a priority must not change.</summary>
    private static List<TrackOptions> WithoutWeights(InstanceDraft draft, IEnumerable<TrackOptions> tracks, bool owner, ValueReader values)
    {
        string reason = owner ? "priority 255 never changes" : "its sync group has no sync_group_tracking_weight";
        var left = new List<TrackOptions>();
        foreach (TrackOptions track in tracks)
        {
            if (track.Weight == 0 || track is ProcessTrackOptions)
            {
                left.Add(track);
            }
            else if (track is InterfaceTrackOptions && !owner)
            {
                values.Error("WeightIgnored", draft.Block, $"The weight of track '{track.Name}' in {draft.Head} is ignored, and its failure is a fault: {reason}.");
                left.Add(track with { Weight = 0 });
            }
            else if (track is FileTrackOptions { Weight: 1 })
            {
                values.Error("WeightIgnored", draft.Block, $"The weight of track '{track.Name}' in {draft.Head} is ignored, and any number but 0 is a fault: {reason}.");
                left.Add(track with { Weight = 0 });
            }
            else
            {
                values.Error("WeightIgnored", draft.Block, $"The track '{track.Name}' of {draft.Head} is ignored, because it has a weight and {reason}.");
            }
        }

        return left;
    }
}
