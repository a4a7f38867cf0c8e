using System.Runtime.Versioning;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>A probe of the Windows stack.</summary>
[SupportedOSPlatform("windows")]
internal sealed class NeighbourProbe(WindowsNetworkStack stack, int linkIndex, InetAddress target, InetAddress source) : INeighbourProbe
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
