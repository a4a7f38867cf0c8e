using System.Management.Automation;
using System.Net;
using NginxHa.Cmdlets.Binding;
using NginxHa.Cmdlets.Errors;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>
/// The options of a virtual router as parameters. Each has keepalived's meaning and default, and keepalived's own word as
/// an alias. Only parameters that are given change anything, so that the same ones declare, override and update.
/// </summary>
public abstract partial class VrrpOptionsCmdlet : VrrpHookCmdlet
{
    /// <summary>Priority in the election, 1-255, 100 by default; 255 is the owner of the addresses.</summary>
    [Parameter]
    [ValidateRange(1, 255)]
    public int Priority { get; set; }

    /// <summary>Protocol version, 2 (default) or 3. IPv6 and intervals below one second need 3.</summary>
    [Parameter]
    [Alias("vrrp_version")]
    public VrrpVersion Version { get; set; }

    /// <summary>Time between advertisements: v2 whole seconds, 1-255 s; v3 0.01-40.95 s. 1 s by default.</summary>
    [Parameter]
    [Alias("advert_int")]
    [IntervalTransformation]
    public TimeSpan AdvertisementInterval { get; set; }

    /// <summary>The state wished for at start, Backup by default; the election decides.</summary>
    [Parameter]
    [Alias("state")]
    public VrrpInitialState InitialState { get; set; }

    /// <summary>A better backup leaves a worse master alone.</summary>
    [Parameter]
    public SwitchParameter NoPreempt { get; set; }

    /// <summary>Time to wait before taking over from a worse master, 0-1000 s.</summary>
    [Parameter]
    [Alias("preempt_delay")]
    [IntervalTransformation]
    public TimeSpan PreemptDelay { get; set; }

    /// <summary>Time to wait after the start before taking part, 0-1000 s.</summary>
    [Parameter]
    [Alias("vrrp_startup_delay")]
    [IntervalTransformation]
    public TimeSpan StartupDelay { get; set; }

    /// <summary>Source address of advertisements; the interface's own by default.</summary>
    [Parameter]
    [Alias("mcast_src_ip", "unicast_src_ip")]
    [IPAddressTransformation]
    public IPAddress? SourceAddress { get; set; }

    /// <summary>Be in Fault while the source address is not on the interface.</summary>
    [Parameter]
    [Alias("track_src_ip")]
    public SwitchParameter TrackSourceAddress { get; set; }

    /// <summary>Peers to speak with by unicast instead of multicast: 'ADDRESS [min_ttl N] [max_ttl N]'.</summary>
    [Parameter]
    [Alias("unicast_peer")]
    [UnicastPeerTransformation]
    [AllowEmptyCollection]
    public UnicastPeer[] UnicastPeer { get; set; } = [];

    /// <summary>TTL or hop limit of unicast advertisements, 1-255, 255 by default.</summary>
    [Parameter]
    [Alias("unicast_ttl")]
    [ValidateRange(1, 255)]
    public int UnicastTimeToLive { get; set; }

    /// <summary>v3 over IPv4: leave the pseudo-header out of the checksum, as RFC 9568 says and keepalived does not.</summary>
    [Parameter]
    [Alias("v3_checksum_as_v2")]
    public SwitchParameter ChecksumWithoutPseudoHeader { get; set; }

    /// <summary>Refuse advertisements whose addresses are not ours, instead of counting them only.</summary>
    [Parameter]
    public SwitchParameter StrictAddressList { get; set; }

    /// <summary>As master that is not the owner, drop packets to the virtual addresses. nginx cannot serve them then.</summary>
    [Parameter]
    [Alias("no_accept")]
    public SwitchParameter NoAccept { get; set; }

    /// <summary>Use a virtual MAC address: a macvlan interface that comes and goes with the instance.</summary>
    [Parameter]
    [Alias("use_vmac")]
    public SwitchParameter UseVirtualMac { get; set; }

    /// <summary>Name of that interface, at most 15 characters; 'vrrp.VRID' or 'vrrp6.VRID' by default.</summary>
    [Parameter]
    public string? VirtualMacInterface { get; set; }

    /// <summary>Send advertisements from the parent interface's MAC address.</summary>
    [Parameter]
    [Alias("vmac_xmit_base")]
    public SwitchParameter TransmitFromParent { get; set; }

    /// <summary>Do not be in Fault while the own interface is down.</summary>
    [Parameter]
    [Alias("dont_track_primary")]
    public SwitchParameter IgnoreInterfaceState { get; set; }

    /// <summary>As master, do not answer an advertisement of lower priority with one of ours.</summary>
    [Parameter]
    [Alias("lower_prio_no_advert")]
    public SwitchParameter LowerPriorityNoAdvert { get; set; }

    /// <summary>As master, send one more advertisement before giving way to a higher one; silent by default, as keepalived is.</summary>
    [Parameter]
    [Alias("higher_prio_send_advert")]
    public SwitchParameter HigherPrioritySendAdvert { get; set; }

    /// <summary>Advertisements that may be missed before the master counts as down, 1-100, 3 by default.</summary>
    [Parameter]
    [Alias("down_timer_adverts")]
    [ValidateRange(1, 100)]
    public int DownTimerAdverts { get; set; }

    /// <summary>The options with what was given on the command line put in.</summary>
    private protected VrrpInstanceOptions ApplyParameters(VrrpInstanceOptions options)
    {
        options = options with
        {
            Priority = Given(nameof(Priority), (byte)Priority, options.Priority),
            Version = Given(nameof(Version), Version, options.Version),
            AdvertisementInterval = Given(nameof(AdvertisementInterval), AdvertisementInterval, options.AdvertisementInterval),
            InitialState = Given(nameof(InitialState), InitialState, options.InitialState),
            Preempt = Given(nameof(NoPreempt), !NoPreempt, options.Preempt),
            PreemptDelay = Given(nameof(PreemptDelay), PreemptDelay, options.PreemptDelay),
            StartupDelay = Given(nameof(StartupDelay), StartupDelay, options.StartupDelay),
            SourceAddress = Given(nameof(SourceAddress), SourceAddress, options.SourceAddress),
            TrackSourceAddress = Given(nameof(TrackSourceAddress), TrackSourceAddress.IsPresent, options.TrackSourceAddress),
            UnicastPeers = Given(nameof(UnicastPeer), UnicastPeer, options.UnicastPeers),
            UnicastTimeToLive = Given(nameof(UnicastTimeToLive), (byte)UnicastTimeToLive, options.UnicastTimeToLive),
            ChecksumWithPseudoHeader = Given(nameof(ChecksumWithoutPseudoHeader), !ChecksumWithoutPseudoHeader, options.ChecksumWithPseudoHeader),
            StrictAddressList = Given(nameof(StrictAddressList), StrictAddressList.IsPresent, options.StrictAddressList),
            AcceptMode = Given(nameof(NoAccept), !NoAccept, options.AcceptMode),
            IgnoreInterfaceState = Given(nameof(IgnoreInterfaceState), IgnoreInterfaceState.IsPresent, options.IgnoreInterfaceState),
            LowerPriorityNoAdvert = Given(nameof(LowerPriorityNoAdvert), LowerPriorityNoAdvert.IsPresent, options.LowerPriorityNoAdvert),
            HigherPrioritySendAdvert = Given(nameof(HigherPrioritySendAdvert), HigherPrioritySendAdvert.IsPresent, options.HigherPrioritySendAdvert),
            DownTimerAdverts = Given(nameof(DownTimerAdverts), DownTimerAdverts, options.DownTimerAdverts),
            VirtualMac = ApplyVirtualMac(options.VirtualMac),
        };
        options = ApplyAddresses(options);
        options = options with
        {
            GratuitousArp = ApplyAnnouncements(options.GratuitousArp),
            Authentication = ApplyAuthentication(options.Authentication),
            Tracks = ApplyTracks(options.Tracks),
            Hooks = ApplyPrograms(options.Hooks),
        };
        return options;
    }

    /// <summary>Refuses options that are wrong, before any engine hears of them.</summary>
    /// <param name="options">The options.</param>
    /// <param name="engine">The engine that they are for.</param>
    /// <param name="isUpdate">The instance runs already: the agent then keeps secrets that are not given.</param>
    private protected static void RequireValid(VrrpInstanceOptions options, EngineKind engine, bool isUpdate)
    {
        RequireScriptless(engine, options.Tracks);
        IReadOnlyList<OptionProblem> problems =
            VrrpInstanceOptionsValidator.Validate(options, secretsMayBeWithheld: isUpdate && engine == EngineKind.Agent);
        if (problems.Count > 0)
        {
            throw HaErrors.InvalidVrrpOptions("VRRP instance", options.Name, ParameterNames.Translate(problems), options);
        }
    }

    private VirtualMacOptions? ApplyVirtualMac(VirtualMacOptions? present)
    {
        if (IsBound(nameof(UseVirtualMac)) && !UseVirtualMac)
        {
            return null;
        }

        if (!IsBound(nameof(UseVirtualMac)) && !IsBound(nameof(VirtualMacInterface)) && !IsBound(nameof(TransmitFromParent)))
        {
            return present;
        }

        present ??= new VirtualMacOptions();
        return present with
        {
            InterfaceName = Given(nameof(VirtualMacInterface), VirtualMacInterface, present.InterfaceName),
            TransmitFromParent = Given(nameof(TransmitFromParent), TransmitFromParent.IsPresent, present.TransmitFromParent),
        };
    }

}
