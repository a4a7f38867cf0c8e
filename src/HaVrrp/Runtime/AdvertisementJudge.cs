using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime.Core;

namespace NginxHa.Vrrp.Runtime;

/// <summary>
/// Judges advertisements as an instance would by the message alone: version, checksum, authentication. It takes no part in
/// anything. Who sent a packet, and whether interval and addresses agree, is for the caller to compare. For one thread at a time.
/// </summary>
public sealed class AdvertisementJudge : IDisposable
{
    private readonly InstanceAuthentication _authentication;

    /// <summary>Makes one.</summary>
    /// <param name="options">The instance's options, without errors.</param>
    public AdvertisementJudge(VrrpInstanceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _authentication = InstanceAuthentication.Create(options);
    }

    /// <summary>Judges one. Those of one sender have to come in their order, because sequence numbers are judged, too.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="time">When it came.</param>
    /// <param name="advertisement">The message, also when it is refused; empty where there is none to be read.</param>
    /// <returns><see cref="VrrpRefusal.None"/>, or the first reason against it.</returns>
    public VrrpRefusal Judge(in ReceivedPacket packet, DateTimeOffset time, out VrrpAdvertisement advertisement) =>
        _authentication.Judge(packet, time, out advertisement);

    /// <summary>Forgets the keys.</summary>
    public void Dispose() => _authentication.Hmac?.Dispose();
}
