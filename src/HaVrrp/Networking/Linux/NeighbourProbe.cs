using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>A probe of the Linux stack.</summary>
internal sealed class NeighbourProbe(LinuxNetworkStack stack, int linkIndex, InetAddress target, InetAddress source) : INeighbourProbe
{
    private bool _isDisposed;

    public void Send()
    {
        if (!_isDisposed)
        {
            stack.Ask(linkIndex, target, source);
        }
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            stack.Forget(linkIndex, target);
        }
    }
}
