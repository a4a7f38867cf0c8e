using System.Net;
using NginxHa.Cmdlets.Notation;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Binding;

/// <summary>Takes '192.0.2.2', '192.0.2.2 min_ttl 255', IPAddress or UnicastPeer objects.</summary>
public sealed class UnicastPeerTransformationAttribute : ListTransformationAttribute<UnicastPeer>
{
    /// <inheritdoc/>
    protected override UnicastPeer Parse(string text) => UnicastPeerNotation.Parse(text);

    /// <inheritdoc/>
    protected override UnicastPeer? Convert(object value) =>
        value is IPAddress address ? new UnicastPeer { Address = address } : null;
}
