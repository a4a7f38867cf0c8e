using System.Buffers.Binary;
using System.Net.Sockets;

namespace NginxHa.Vrrp.Protocol;

/// <summary>
/// An advertisement as it lies in the receive buffer: every property reads the bytes where they are. Made by
/// <see cref="VrrpDecoder"/>; of a refused message it shows what is there.
/// </summary>
/// <remarks>
/// VRRPv2 (RFC 3768 section 5.1): version and type, id, priority, address count, authentication type, interval in
/// seconds, checksum (2), addresses, 8 bytes of authentication data. VRRPv3 (RFC 9568 section 5.1): the same up to the
/// count, then 4 reserved bits and 12 bits of interval in centiseconds, checksum (2), addresses.
/// </remarks>
public readonly ref struct VrrpAdvertisement
{
    internal const int PriorityOffset = 2;
    internal const int ChecksumOffset = 6;

    private readonly AddressFamily _family;

    internal VrrpAdvertisement(ReadOnlySpan<byte> message, ReadOnlySpan<byte> trailer, AddressFamily family)
    {
        Message = message;
        Trailer = trailer;
        _family = family;
    }

    /// <summary>Whether there is nothing to read: the bytes were no VRRP message of a known version. Then no other property may be used.</summary>
    public bool IsEmpty => Message.IsEmpty;

    /// <summary>The bytes of the message: header, addresses and, in VRRPv2, authentication data.</summary>
    public ReadOnlySpan<byte> Message { get; }

    /// <summary>The 28 bytes of the HMAC trailer, or empty.</summary>
    public ReadOnlySpan<byte> Trailer { get; }

    /// <summary>Version 2 or 3.</summary>
    public VrrpVersion Version => (VrrpVersion)(Message[0] >> 4);

    /// <summary>Message type; 1 is an advertisement.</summary>
    public byte Type => (byte)(Message[0] & 0x0F);

    /// <summary>Virtual router id, 1 to 255.</summary>
    public byte VirtualRouterId => Message[1];

    /// <summary>Priority, 0 to 255; 0: the master gives up, 255: the address owner.</summary>
    public byte Priority => Message[PriorityOffset];

    /// <summary>Family of the addresses: that of the packet.</summary>
    public AddressFamily AddressFamily => _family;

    /// <summary>Addresses that the header declares; the same as <see cref="AddressCount"/> unless the message was refused as too short.</summary>
    public int DeclaredAddressCount => Message[3];

    /// <summary>Addresses that can be read.</summary>
    public int AddressCount => Math.Min(DeclaredAddressCount, (Message.Length - VrrpConstants.HeaderLength) / AddressLength);

    /// <summary>Authentication type as it is in the packet; None in VRRPv3, which has no such field.</summary>
    public VrrpAuthenticationType AuthenticationType =>
        Version == VrrpVersion.V2 ? (VrrpAuthenticationType)Message[4] : VrrpAuthenticationType.None;

    /// <summary>Advertisement interval as it is in the packet: seconds in VRRPv2, centiseconds in VRRPv3.</summary>
    public int IntervalUnits => Version == VrrpVersion.V2
        ? Message[5]
        : BinaryPrimitives.ReadUInt16BigEndian(Message[4..]) & VrrpConstants.MaximumIntervalCentisecondsV3;

    /// <summary>Advertisement interval; zero is possible.</summary>
    public TimeSpan Interval => VrrpInterval.ToTimeSpan(Version, IntervalUnits);

    /// <summary>The checksum as it is in the packet.</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(Message[ChecksumOffset..]);

    /// <summary>The eight bytes behind the addresses of a VRRPv2 message, or the empty password.</summary>
    public VrrpPassword Password => Version == VrrpVersion.V2 && Message.Length >= VrrpMessageLength.Of(Version, _family, DeclaredAddressCount)
        ? VrrpPassword.FromBytes(Message.Slice(VrrpConstants.HeaderLength + (DeclaredAddressCount * AddressLength), VrrpPassword.Length))
        : default;

    private int AddressLength => VrrpMessageLength.OfAddress(_family);

    /// <summary>One of the virtual addresses, in the order of the message.</summary>
    /// <param name="index">0 to <see cref="AddressCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another index.</exception>
    public InetAddress GetAddress(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, AddressCount);
        return InetAddress.Read(Message.Slice(VrrpConstants.HeaderLength + (index * AddressLength), AddressLength));
    }

    /// <summary>Whether an address is among those of the message.</summary>
    /// <param name="address">The address to look for.</param>
    public bool Contains(InetAddress address)
    {
        for (int i = 0; i < AddressCount; i++)
        {
            if (GetAddress(i) == address)
            {
                return true;
            }
        }

        return false;
    }
}
