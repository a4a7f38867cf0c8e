namespace NginxHa.Control.Server;

/// <summary>Where clients come in.</summary>
internal interface IControlListener : IDisposable
{
    /// <summary>The next client.</summary>
    ValueTask<ControlPeer> AcceptAsync(CancellationToken cancellationToken);
}
