using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Tracking;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>What is watched: its own tracks and those of the group make the effective priority, and faults.</summary>
internal sealed partial class VrrpInstance : ITrackObserver
{
    private const FaultReasons TrackFaults = FaultReasons.TrackFailed | FaultReasons.TrackPending;

    private readonly List<(TrackOptions Options, TrackSource Source)> _tracks = [];

    /// <summary>Starts to use the tracks that are declared, and no longer those that are not.</summary>
    public void RefreshTracks(long now)
    {
        List<(TrackOptions, TrackSource)> before = [.. _tracks];
        _tracks.Clear();
        foreach (TrackOptions options in DeclaredTracks())
        {
            int kept = before.FindIndex(pair => IsSame(pair.Item1, options));
            TrackSource source;
            if (kept >= 0)
            {
                source = before[kept].Item2;
                before.RemoveAt(kept);
            }
            else
            {
                source = _core.UseTrack(options, this, now);
            }

            _tracks.Add((options, source));
        }

        foreach ((_, TrackSource source) in before)
        {
            _core.LeaveTrack(source, this);
        }

        ApplyTracks(now);
    }

    void ITrackObserver.OnTrack(TrackSource source, bool hasChanged, long now)
    {
        if (!_isStarted)
        {
            return;
        }

        foreach ((TrackOptions options, TrackSource other) in _tracks)
        {
            if (other == source)
            {
                string word = source.IsUp == true ? "up" : "down";
                Publish(VrrpEventKind.TrackChanged, source.Detail is { } detail ? $"track {options.Name} is {word}: {detail}" : $"track {options.Name} is {word}");
            }
        }

        ApplyTracks(now);
    }

    /// <summary>The interface and address that this instance asks a gateway from.</summary>
    public (int Link, InetAddress Source) Place => (_linkIndex, _election.PrimaryAddress);

    private IEnumerable<TrackOptions> DeclaredTracks() => Group is null ? Options.Tracks : Options.Tracks.Concat(Group.Options.Tracks);

    private static bool IsSame(TrackOptions left, TrackOptions right) => (left, right) switch
    {
        (PeriodicTrackOptions a, PeriodicTrackOptions b) => TrackIdentity.Comparer.Equals(a, b),
        (InterfaceTrackOptions a, InterfaceTrackOptions b) => a.Interface == b.Interface && a.Name == b.Name,
        _ => false,
    };

    private void StartTracks(long now) => RefreshTracks(now);

    private void StopTracks()
    {
        foreach ((_, TrackSource source) in _tracks)
        {
            _core.LeaveTrack(source, this);
        }

        _tracks.Clear();
    }

    private void ApplyTracks(long now)
    {
        int sum = 0;
        FaultReasons faults = FaultReasons.None;
        foreach ((TrackOptions options, TrackSource source) in _tracks)
        {
            TrackEffect effect = TrackEffect.Of(options, source.IsUp, source.Value);
            sum += effect.Contribution;
            faults |= effect.IsFault ? FaultReasons.TrackFailed : FaultReasons.None;
            faults |= effect.IsPending ? FaultReasons.TrackPending : FaultReasons.None;
        }

        byte priority = PriorityCalculator.Effective(Options.Priority, sum);
        if (priority != _election.EffectivePriority)
        {
            Handle(ElectionEvent.PriorityChanged(priority), now);
            if (_isStarted)
            {
                Publish(VrrpEventKind.PriorityChanged, $"priority {DescribePriority()}");
            }
        }

        ReplaceFaults(TrackFaults, faults, now);
    }

    private string DescribePriority() => PriorityCalculator.Describe(
        Options.Priority,
        _tracks.Select(track => (
            TrackEffect.Of(track.Options, track.Source.IsUp, track.Source.Value).Contribution,
            $"{track.Options.Name} {(track.Source.IsUp == true ? "up" : "down")}")));

    private string DescribeFailedTracks() => string.Join("; ", _tracks
        .Where(track => TrackEffect.Of(track.Options, track.Source.IsUp, track.Source.Value).IsFault)
        .Select(track => $"track {track.Options.Name} is {(track.Source.IsUp == true ? "up" : "down")}{(track.Source.Detail is { } detail ? $" ({detail})" : "")}"));

    private string DescribePendingTracks() => "waiting for the first result of " + string.Join(", ", _tracks
        .Where(track => TrackEffect.Of(track.Options, track.Source.IsUp, track.Source.Value).IsPending)
        .Select(track => $"track {track.Options.Name}"));

    private TrackStatus[] TrackStatuses() =>
        [.. _tracks.Select(track => new TrackStatus(
            track.Options.Name,
            KindOf(track.Options),
            track.Source.IsUp,
            track.Options.Weight,
            TrackEffect.Of(track.Options, track.Source.IsUp, track.Source.Value).Contribution,
            track.Source.Detail,
            track.Source.LastChecked))];

    private static string KindOf(TrackOptions options) => options switch
    {
        InterfaceTrackOptions => "Interface",
        ScriptTrackOptions => "Script",
        ProcessTrackOptions => "Process",
        FileTrackOptions => "File",
        HttpTrackOptions => "Http",
        TcpTrackOptions => "Tcp",
        GatewayTrackOptions => "Gateway",
        UpstreamTrackOptions => "Upstream",
        _ => "Callback",
    };
}
