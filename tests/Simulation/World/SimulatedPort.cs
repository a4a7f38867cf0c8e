using NginxHa.Vrrp.Networking;

namespace NginxHa.Tests.Simulation.World;

/// <summary>Sends what one virtual router has to say.</summary>
internal sealed class SimulatedPort : IAdvertisementPort
{
    private readonly SimulatedStack _stack;
    private readonly SimulatedLink _link;
    private readonly int _linkIndex;

    public SimulatedPort(SimulatedStack stack, SimulatedLink link, PortOptions options)
    {
        _stack = stack;
        _link = link;
        _linkIndex = link.Index;
        Options = options;
        link.Ports++;
        link.ListenedIndex = link.Index;
    }

    public PortOptions Options { get; }

    public SimulatedLink Link => _link;

    /// <summary>The index that the link had when the port was opened.</summary>
    public int LinkIndex => _linkIndex;

    public bool IsDisposed { get; private set; }

    /// <summary>The link is there, has a carrier, and is not another one of the same name.</summary>
    public bool CanSend => _link.IsUsable && _link.Index == _linkIndex;

    public void Send(ReadOnlyMemory<byte> message) => _stack.Queue(this, message);

    public void Dispose()
    {
        if (!IsDisposed)
        {
            IsDisposed = true;
            if (_link.Index == _linkIndex)
            {
                _link.Ports--;
            }
        }
    }
}
