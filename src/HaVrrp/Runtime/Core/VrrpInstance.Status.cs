using System.Globalization;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>What people see: status snapshots and sentences.</summary>
internal sealed partial class VrrpInstance
{
    public VrrpInstanceStatus ToStatus(EngineKind engine) => new()
    {
        Engine = engine,
        Options = Options,
        State = State,
        Since = _since,
        Reason = _reason,
        EffectivePriority = _election.EffectivePriority,
        PriorityReason = DescribePriority(),
        PrimaryAddress = _election.PrimaryAddress.HasValue ? _election.PrimaryAddress.ToIPAddress() : null,
        MasterAddress = _election.MasterAddress.HasValue ? _election.MasterAddress.ToIPAddress() : null,
        MasterPriority = !_election.MasterAddress.HasValue ? null
            : State == VrrpState.Master ? _election.EffectivePriority
            : _election.MasterPriority,
        MasterAdvertisementInterval = new TimeSpan(_election.MasterInterval),
        MasterDownInterval = new TimeSpan(_election.MasterDownInterval),
        Group = Group?.Name,
        VirtualMacInterface = _virtualLinkIndex != 0 ? VirtualLinkName : null,
        OwnedAddresses = [.. _ownedDeclared],
        Tracks = TrackStatuses(),
        Statistics = _counters.ToStatistics(),
    };

    private string DescribeFaults()
    {
        var parts = new List<string>();
        void Add(FaultReasons reason, string text)
        {
            if (_faults.HasFlag(reason))
            {
                parts.Add(text);
            }
        }

        Add(FaultReasons.LinkMissing, $"interface {Options.Interface} does not exist");
        Add(FaultReasons.LinkDown, $"interface {DownLink()} is down");
        Add(FaultReasons.NoPrimaryAddress, $"interface {Options.Interface} has no {(Family == System.Net.Sockets.AddressFamily.InterNetwork ? "IPv4" : "link-local IPv6")} address");
        Add(FaultReasons.SourceAddressMissing, $"source address {Options.SourceAddress} is not on this node");
        Add(FaultReasons.TransportFailed, _networkError?.Message ?? "the system refused the sockets");
        Add(FaultReasons.AddressFailed, _addressError ?? "the system refused the addresses");
        Add(FaultReasons.TrackFailed, DescribeFailedTracks());
        Add(FaultReasons.TrackPending, DescribePendingTracks());
        Add(FaultReasons.Group, $"another member of sync group {Group?.Name} is in fault");
        return string.Join("; ", parts);
    }

    private string? DownLink() =>
        _core.Stack.TryGetLink(Options.Interface, out LinkState link) && link.IsUsable ? VirtualLinkName : Options.Interface;

    private string ReasonOf(in ElectionEvent e, InetAddress master, byte masterPriority, long patience) => _election.Cause switch
    {
        ElectionCause.Started => "started",
        ElectionCause.Owner => "address owner (priority 255)",
        ElectionCause.Stopped => "stopped",
        ElectionCause.NoMaster => "no master was heard",
        ElectionCause.MasterSilent => $"no advertisement of {master} for {Seconds(patience)}",
        ElectionCause.MasterResigned => "the master gave up (priority 0)",
        ElectionCause.Preempted => $"master {master} has the lower priority {masterPriority}",
        ElectionCause.HigherPriority => $"{e.Source} advertises the higher priority {e.Priority}",
        ElectionCause.HigherAddress => $"{e.Source} advertises the same priority {e.Priority} and has the higher address",
        ElectionCause.FaultRaised => DescribeFaults(),
        ElectionCause.FaultCleared => "the fault is over",
        ElectionCause.Group => $"sync group {Group?.Name} went to {(State == VrrpState.Master ? "master" : "backup")}",
        _ => "",
    };

    private static string Seconds(long ticks) =>
        string.Create(CultureInfo.InvariantCulture, $"{(double)ticks / TimeSpan.TicksPerSecond:0.###} s");
}
