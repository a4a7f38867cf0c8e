using System.Net.Sockets;

namespace NginxHa.Vrrp.Protocol;

/// <summary>What an advertisement is to say; <see cref="VrrpEncoder"/> makes the bytes.</summary>
public readonly ref struct VrrpAdvertisementFields
{
    /// <summary>An advertisement of VRRPv3, priority 100, interval 1 s.</summary>
    public VrrpAdvertisementFields()
    {
    }

    /// <summary>Protocol version; version 2 is for IPv4 only.</summary>
    public VrrpVersion Version { get; init; } = VrrpVersion.V3;

    /// <summary>Virtual router id, 1 to 255.</summary>
    public required byte VirtualRouterId { get; init; }

    /// <summary>Priority, 0 to 255.</summary>
    public byte Priority { get; init; } = VrrpConstants.DefaultPriority;

    /// <summary>
    /// Advertisement interval: whole seconds from 1 to 255 in VRRPv2, whole centiseconds from 0.01 s to 40.95 s in
    /// VRRPv3.
    /// </summary>
    public TimeSpan Interval { get; init; } = VrrpConstants.DefaultInterval;

    /// <summary>The virtual addresses in the order of the message: at most 255, all of the family of <see cref="Source"/>, at least one in VRRPv3.</summary>
    public required ReadOnlySpan<InetAddress> Addresses { get; init; }

    /// <summary>Source address of the packet; its family is that of the message.</summary>
    public required InetAddress Source { get; init; }

    /// <summary>Destination of the packet: the multicast group or a unicast peer.</summary>
    public required InetAddress Destination { get; init; }

    /// <summary>What the checksum of VRRPv3 over IPv4 covers.</summary>
    public VrrpChecksumMode ChecksumMode { get; init; }

    /// <summary>Authentication type, VRRPv2 only. With AH the message alone is encoded, its header is that of <see cref="Authentication.AuthenticationHeader"/>.</summary>
    public VrrpAuthenticationType AuthenticationType { get; init; }

    /// <summary>The password for <see cref="VrrpAuthenticationType.Password"/>.</summary>
    public VrrpPassword Password { get; init; }

    /// <summary>Family of the message.</summary>
    public AddressFamily Family => Source.Family;
}
