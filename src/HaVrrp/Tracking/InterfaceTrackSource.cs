using NginxHa.Vrrp.Networking;

namespace NginxHa.Vrrp.Tracking;

/// <summary>An interface: up while it exists, is administratively up and has a carrier.</summary>
internal sealed class InterfaceTrackSource : TrackSource
{
    private bool _isUp;

    public InterfaceTrackSource(string name, INetworkStack stack, DateTimeOffset time)
    {
        Name = name;
        Look(stack);
        LastChecked = time;
    }

    public string Name { get; }

    public override bool? IsUp => _isUp;

    /// <summary>The link may have changed.</summary>
    public void Refresh(INetworkStack stack, DateTimeOffset time, long now)
    {
        bool before = _isUp;
        Look(stack);
        LastChecked = time;
        if (before != _isUp)
        {
            Tell(true, now);
        }
    }

    private void Look(INetworkStack stack)
    {
        bool exists = stack.TryGetLink(Name, out LinkState link);
        _isUp = exists && link.IsUsable;
        Detail = !exists ? "no such interface" : !link.IsUp ? "down" : !link.IsRunning ? "no carrier" : "up";
    }
}
