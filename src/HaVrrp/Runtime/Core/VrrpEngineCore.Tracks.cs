using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Tracking;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>Tracks of all instances: one that several declare alike is run once.</summary>
internal sealed partial class VrrpEngineCore
{
    private readonly Dictionary<PeriodicTrackOptions, PeriodicTrackSource> _checks = new(TrackIdentity.Comparer);
    private readonly Dictionary<string, InterfaceTrackSource> _interfaceTracks = new(StringComparer.Ordinal);
    private readonly List<GatewayTrackSource> _gateways = [];

    public TrackSource UseTrack(TrackOptions options, VrrpInstance user, long now)
    {
        switch (options)
        {
            case InterfaceTrackOptions link:
                if (!_interfaceTracks.TryGetValue(link.Interface, out InterfaceTrackSource? track))
                {
                    track = new InterfaceTrackSource(link.Interface, Stack, Host.UtcNow);
                    _interfaceTracks.Add(link.Interface, track);
                }

                track.Add(user);
                return track;
            case GatewayTrackOptions gateway:
                var witness = new GatewayTrackSource(this, gateway, user.Family, () => user.Place);
                _gateways.Add(witness);
                witness.Add(user);
                witness.Start(now);
                return witness;
            case PeriodicTrackOptions periodic:
                return UseCheck(periodic, user);
            default:
                throw new NotSupportedException($"There is no track of the kind {options.GetType().Name}.");
        }
    }

    public void LeaveTrack(TrackSource source, VrrpInstance user)
    {
        source.Remove(user);
        if (source.IsUsed)
        {
            return;
        }

        source.Stop();
        switch (source)
        {
            case InterfaceTrackSource link:
                _interfaceTracks.Remove(link.Name);
                break;
            case GatewayTrackSource gateway:
                _gateways.Remove(gateway);
                break;
            case PeriodicTrackSource check:
                _checks.Remove(check.Options);
                break;
        }
    }

    public void OnNeighbour(int linkIndex, InetAddress address, ulong hardwareAddress)
    {
        long now = Stack.Now;
        foreach (GatewayTrackSource gateway in _gateways.ToArray())
        {
            gateway.OnNeighbour(linkIndex, address, now);
        }
    }

    private PeriodicTrackSource UseCheck(PeriodicTrackOptions options, VrrpInstance user)
    {
        if (!_checks.TryGetValue(options, out PeriodicTrackSource? source))
        {
            source = new PeriodicTrackSource(options);
            _checks.Add(options, source);
            PeriodicTrackSource reported = source;
            source.Run(Host.StartCheck(options, result =>
            {
                // A result may arrive after its track was left.
                if (reported.IsUsed)
                {
                    reported.Report(result, Host.UtcNow, Stack.Now);
                }
            }));
        }

        source.Add(user);
        return source;
    }

    private void RefreshInterfaceTracks(string name, long now)
    {
        if (_interfaceTracks.TryGetValue(name, out InterfaceTrackSource? track))
        {
            track.Refresh(Stack, Host.UtcNow, now);
        }
    }
}
