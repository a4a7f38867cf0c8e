using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Protocol.Authentication;

namespace NginxHa.Vrrp.Runtime.Core;

/// <summary>
/// The advertisements of one instance, encoded once for each destination (the checksum of VRRPv3 over IPv4 and the
/// authentication header depend on it). Sending changes the priority where it changed, signs, and allocates nothing.
/// </summary>
internal sealed class AdvertisementSender : IDisposable
{
    private readonly VrrpEngineCore _core;
    private readonly InstanceAuthentication _authentication;
    private readonly InetAddress _source;
    private readonly VrrpChecksumMode _checksumMode;
    private readonly byte _timeToLive;
    private readonly List<Target> _targets = [];
    private byte _priority;
    private int _messageLength;
    private long _queuedInGeneration = -1;

    public AdvertisementSender(
        VrrpEngineCore core, VrrpInstanceOptions options, InstanceAuthentication authentication, InetAddress source, int linkIndex, int listenLinkIndex)
    {
        _core = core;
        _authentication = authentication;
        _source = source;
        _checksumMode = authentication.Policy.ChecksumMode;
        bool isUnicast = options.UnicastPeers.Count > 0;
        _timeToLive = isUnicast ? options.UnicastTimeToLive : (byte)VrrpConstants.TimeToLive;
        try
        {
            if (isUnicast)
            {
                foreach (UnicastPeer peer in options.UnicastPeers)
                {
                    InetAddress address = InetAddress.FromIPAddress(peer.Address);
                    Open(linkIndex, listenLinkIndex, [address], address);
                }
            }
            else
            {
                Open(linkIndex, listenLinkIndex, [], VrrpConstants.MulticastAddress(options.EffectiveFamily));
            }

            Encode(options);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The addresses that a message lists: those that are not excluded, link-local ones first (RFC 9568 section 5.2.9 wants that for IPv6).</summary>
    public static InetAddress[] AdvertisedAddresses(VrrpInstanceOptions options) =>
        [.. options.VirtualAddresses
            .Where(static address => !address.IsExcluded)
            .Select(static address => InetAddress.FromIPAddress(address.Address))
            .OrderBy(static address => address is { IsIPv6: true, IsLinkLocal: false })];

    /// <summary>The address list as it is in the message: peers that agree send the same bytes.</summary>
    public ReadOnlySpan<byte> AddressBytes => _targets[0].Buffer.AsSpan(
        _targets[0].MessageOffset + VrrpConstants.HeaderLength,
        _targets[0].Buffer[_targets[0].MessageOffset + 3] * _source.Length);

    /// <summary>Writes the messages anew, on the same sockets.</summary>
    public void Encode(VrrpInstanceOptions options)
    {
        FlushIfQueued();
        InetAddress[] addresses = AdvertisedAddresses(options);
        int headers = _authentication.Header is null ? 0 : AuthenticationHeaderAssociation.HeadersLength;
        int trailer = _authentication.Hmac?.TrailerLength ?? 0;
        _priority = options.Priority;
        foreach (Target target in _targets)
        {
            var fields = new VrrpAdvertisementFields
            {
                Version = options.Version,
                VirtualRouterId = options.VirtualRouterId,
                Priority = _priority,
                Interval = options.AdvertisementInterval,
                Addresses = addresses,
                Source = _source,
                Destination = target.Destination,
                ChecksumMode = _checksumMode,
                AuthenticationType = _authentication.MessageType,
                Password = _authentication.Password,
            };
            _messageLength = VrrpEncoder.GetLength(fields);
            target.Buffer = new byte[headers + _messageLength + trailer];
            target.MessageOffset = headers;
            VrrpEncoder.Encode(target.Buffer.AsSpan(headers), fields);
        }
    }

    /// <summary>Queues one advertisement to every destination.</summary>
    public void Send(byte priority)
    {
        bool isSigned = _authentication.Method is VrrpAuthenticationMethod.Hmac or VrrpAuthenticationMethod.AuthenticationHeader;
        if (isSigned || priority != _priority)
        {
            FlushIfQueued();
        }

        if (priority != _priority)
        {
            foreach (Target target in _targets)
            {
                VrrpEncoder.SetPriority(target.Buffer.AsSpan(target.MessageOffset), priority);
            }

            _priority = priority;
        }

        if (_authentication.Header is { } header)
        {
            SendWithHeader(header);
        }
        else
        {
            if (_authentication.Hmac is { TrailerLength: > 0 } hmac)
            {
                Sign(hmac);
            }

            foreach (Target target in _targets)
            {
                target.Port.Send(target.Buffer);
            }
        }

        _queuedInGeneration = _core.FlushGeneration;
    }

    public void Dispose()
    {
        foreach (Target target in _targets)
        {
            target.Port.Dispose();
        }

        _targets.Clear();
    }

    private void Open(int linkIndex, int listenLinkIndex, IReadOnlyList<InetAddress> peers, InetAddress destination)
    {
        IAdvertisementPort port = _core.Stack.OpenPort(new PortOptions
        {
            LinkIndex = linkIndex,
            ListenLinkIndex = listenLinkIndex == linkIndex ? null : listenLinkIndex,
            Source = _source,
            Peers = peers,
            TimeToLive = _timeToLive,
            Protocol = _authentication.Header is null ? VrrpConstants.IpProtocol : VrrpConstants.AuthenticationHeaderProtocol,
        });
        _targets.Add(new Target(port, destination));
    }

    private void SendWithHeader(AuthenticationHeaderAssociation header)
    {
        if (!header.TryAdvance())
        {
            return;
        }

        foreach (Target target in _targets)
        {
            header.Sign(target.Buffer, _source, target.Destination, _timeToLive);
            target.Port.SendPacket(target.Buffer);
        }
    }

    private void Sign(HmacAuthenticator hmac)
    {
        Target first = _targets[0];
        hmac.Sign(first.Buffer, _messageLength, _source, _core.Host.UtcNow);
        foreach (Target target in _targets)
        {
            // One signature serves every peer: the destination is not in it. Over IPv6 the checksum covers it.
            if (target != first)
            {
                first.Buffer.AsSpan(_messageLength).CopyTo(target.Buffer.AsSpan(_messageLength));
            }

            if (_source.IsIPv6)
            {
                VrrpChecksum.Write(target.Buffer, _source, target.Destination, _checksumMode);
            }
        }
    }

    /// <summary>Bytes that are queued may not change before they have left.</summary>
    private void FlushIfQueued()
    {
        if (_queuedInGeneration == _core.FlushGeneration)
        {
            _core.Flush();
        }
    }

    private sealed class Target(IAdvertisementPort port, InetAddress destination)
    {
        public IAdvertisementPort Port { get; } = port;

        public InetAddress Destination { get; } = destination;

        public byte[] Buffer { get; set; } = [];

        public int MessageOffset { get; set; }
    }
}
