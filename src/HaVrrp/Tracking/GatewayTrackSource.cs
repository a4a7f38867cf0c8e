using System.Net.Sockets;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime.Core;

namespace NginxHa.Vrrp.Tracking;

/// <summary>
/// Asks a gateway for its MAC address by ARP or neighbour solicitation. It runs on the event loop, as nothing in it waits,
/// and belongs to one instance, as the question goes out on that instance's interface.
/// </summary>
internal sealed class GatewayTrackSource : TrackSource, IDisposable
{
    private readonly VrrpEngineCore _core;
    private readonly GatewayTrackOptions _options;
    private readonly Func<(int Link, InetAddress Source)> _place;
    private readonly AddressFamily _family;
    private readonly TrackState _state;
    private readonly CoreTimer _askTimer;
    private readonly CoreTimer _timeoutTimer;
    private INeighbourProbe? _probe;
    private int _link;
    private InetAddress _source;
    private InetAddress _target;
    private bool _isWaiting;
    private long _askedAt;

    public GatewayTrackSource(VrrpEngineCore core, GatewayTrackOptions options, AddressFamily family, Func<(int Link, InetAddress Source)> place)
    {
        _core = core;
        _options = options;
        _place = place;
        _family = options.Gateway?.AddressFamily ?? family;
        _state = new TrackState(options.Rise, options.Fall, options.InitiallyUp);
        _askTimer = new CoreTimer(Ask);
        _timeoutTimer = new CoreTimer(now => Report(false, "no answer", now));
    }

    public override bool? IsUp => _state.IsUp;

    public void Start(long now) => _core.Timers.Arm(_askTimer, now);

    public override void Stop() => Dispose();

    public void Dispose()
    {
        _core.Timers.Disarm(_askTimer);
        _core.Timers.Disarm(_timeoutTimer);
        _probe?.Dispose();
        _probe = null;
    }

    public void OnNeighbour(int link, InetAddress address, long now)
    {
        if (_isWaiting && link == _link && address == _target)
        {
            double milliseconds = (now - _askedAt) / (double)TimeSpan.TicksPerMillisecond;
            Report(true, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_target} answered in {milliseconds:0.#} ms"), now);
        }
    }

    private void Ask(long now)
    {
        _core.Timers.Arm(_askTimer, now + _options.Interval.Ticks);
        if (_isWaiting)
        {
            Report(false, $"{_target} does not answer", now);
        }

        if (!TryOpen(out string? problem))
        {
            Report(false, problem, now);
            return;
        }

        _isWaiting = true;
        _askedAt = now;
        _probe!.Send();
        _core.Timers.Arm(_timeoutTimer, now + Math.Min((_options.Timeout ?? _options.Interval).Ticks, _options.Interval.Ticks));
    }

    private bool TryOpen(out string? problem)
    {
        (int link, InetAddress source) = _place();
        InetAddress target = _options.Gateway is { } gateway ? InetAddress.FromIPAddress(gateway)
            : link == 0 ? default
            : _core.Stack.GetDefaultGateway(link, _family);
        problem = link == 0 ? "the interface does not exist" : !target.HasValue ? "the interface has no default gateway" : null;
        if (problem is not null)
        {
            _probe?.Dispose();
            _probe = null;
            return false;
        }

        if (_probe is not null && link == _link && target == _target && source == _source)
        {
            return true;
        }

        _probe?.Dispose();
        _probe = null;
        (_link, _target, _source) = (link, target, source);
        try
        {
            // Without an address of the target's family the question is asked as duplicate address detection asks it.
            InetAddress from = source.Family == target.Family ? source : target.IsIPv4 ? InetAddress.AnyIPv4 : InetAddress.AnyIPv6;
            _probe = _core.Stack.OpenNeighbourProbe(link, target, from);
            return true;
        }
        catch (NetworkException exception)
        {
            problem = exception.Message;
            return false;
        }
    }

    private void Report(bool success, string? detail, long now)
    {
        _isWaiting = false;
        _core.Timers.Disarm(_timeoutTimer);
        Detail = detail;
        LastChecked = _core.Host.UtcNow;
        if (_state.Report(success))
        {
            Tell(true, now);
        }
    }
}
