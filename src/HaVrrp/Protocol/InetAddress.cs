using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace NginxHa.Vrrp.Protocol;

/// <summary>
/// An IPv4 or IPv6 address as a value: no allocation, no scope, compared as the election compares them. The default
/// value is no address at all (<see cref="HasValue"/> is false).
/// </summary>
public readonly partial struct InetAddress : IEquatable<InetAddress>, IComparable<InetAddress>, ISpanFormattable
{
    /// <summary>Bytes of an IPv4 address.</summary>
    public const int IPv4Length = 4;

    /// <summary>Bytes of an IPv6 address.</summary>
    public const int IPv6Length = 16;

    private readonly UInt128 _value;
    private readonly Version _version;

    private InetAddress(UInt128 value, Version version)
    {
        _value = value;
        _version = version;
    }

    private enum Version : byte
    {
        None = 0,
        IPv4 = 4,
        IPv6 = 6,
    }

    /// <summary>0.0.0.0.</summary>
    public static InetAddress AnyIPv4 => new(0, Version.IPv4);

    /// <summary>::.</summary>
    public static InetAddress AnyIPv6 => new(0, Version.IPv6);

    /// <summary>Whether this is an address; false only for the default value.</summary>
    public bool HasValue => _version != Version.None;

    /// <summary>Whether this is an IPv4 address.</summary>
    public bool IsIPv4 => _version == Version.IPv4;

    /// <summary>Whether this is an IPv6 address.</summary>
    public bool IsIPv6 => _version == Version.IPv6;

    /// <summary>InterNetwork, InterNetworkV6, or Unspecified for the default value.</summary>
    public AddressFamily Family => _version switch
    {
        Version.IPv4 => AddressFamily.InterNetwork,
        Version.IPv6 => AddressFamily.InterNetworkV6,
        _ => AddressFamily.Unspecified,
    };

    /// <summary>Bytes on the wire: 4, 16, or 0 for the default value.</summary>
    public int Length => _version switch
    {
        Version.IPv4 => IPv4Length,
        Version.IPv6 => IPv6Length,
        _ => 0,
    };

    /// <summary>The longest prefix in bits: 32, 128, or 0 for the default value.</summary>
    public int MaximumPrefixLength => Length * 8;

    /// <summary>169.254.0.0/16 (RFC 3927) or fe80::/10 (RFC 4291 section 2.5.6).</summary>
    public bool IsLinkLocal => _version switch
    {
        Version.IPv4 => (IPv4Value >> 16) == 0xA9FE,
        Version.IPv6 => (uint)(_value >> 118) == 0x3FA,
        _ => false,
    };

    /// <summary>224.0.0.0/4 (RFC 5771) or ff00::/8 (RFC 4291 section 2.7).</summary>
    public bool IsMulticast => _version switch
    {
        Version.IPv4 => (IPv4Value >> 28) == 0xE,
        Version.IPv6 => (uint)(_value >> 120) == 0xFF,
        _ => false,
    };

    /// <summary>127.0.0.0/8 or ::1.</summary>
    public bool IsLoopback => _version switch
    {
        Version.IPv4 => (IPv4Value >> 24) == 127,
        Version.IPv6 => _value == UInt128.One,
        _ => false,
    };

    /// <summary>255.255.255.255.</summary>
    public bool IsBroadcast => _version == Version.IPv4 && IPv4Value == uint.MaxValue;

    /// <summary>0.0.0.0 or ::.</summary>
    public bool IsUnspecified => _version != Version.None && _value == UInt128.Zero;

    /// <summary>The number behind an IPv4 address: 192.0.2.1 is 0xC0000201.</summary>
    /// <exception cref="InvalidOperationException">Not an IPv4 address.</exception>
    public uint ToUInt32() => _version == Version.IPv4
        ? IPv4Value
        : throw new InvalidOperationException($"'{this}' is not an IPv4 address.");

    /// <summary>The number behind the address, the first byte highest; an IPv4 address fills the low 32 bits.</summary>
    public UInt128 ToUInt128() => _value;

    private uint IPv4Value => (uint)_value;

    /// <summary>Whether two addresses are the same, family included.</summary>
    public static bool operator ==(InetAddress left, InetAddress right) => left.Equals(right);

    /// <summary>Whether two addresses differ.</summary>
    public static bool operator !=(InetAddress left, InetAddress right) => !left.Equals(right);

    /// <summary>Whether the left address is the lower one.</summary>
    public static bool operator <(InetAddress left, InetAddress right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left address is the lower one or both are the same.</summary>
    public static bool operator <=(InetAddress left, InetAddress right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left address is the higher one.</summary>
    public static bool operator >(InetAddress left, InetAddress right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left address is the higher one or both are the same.</summary>
    public static bool operator >=(InetAddress left, InetAddress right) => left.CompareTo(right) >= 0;

    /// <summary>The IPv4 address of a number.</summary>
    /// <param name="value">192.0.2.1 is 0xC0000201, whatever the byte order of the machine.</param>
    public static InetAddress FromIPv4(uint value) => new(value, Version.IPv4);

    /// <summary>The IPv6 address of a number.</summary>
    /// <param name="value">The first byte of the address is the highest.</param>
    public static InetAddress FromIPv6(UInt128 value) => new(value, Version.IPv6);

    /// <summary>Reads an address from its bytes in network order; their number says the family.</summary>
    /// <param name="bytes">4 or 16 bytes.</param>
    /// <exception cref="ArgumentException">Another number of bytes.</exception>
    public static InetAddress Read(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        IPv4Length => new(BinaryPrimitives.ReadUInt32BigEndian(bytes), Version.IPv4),
        IPv6Length => new(BinaryPrimitives.ReadUInt128BigEndian(bytes), Version.IPv6),
        _ => throw new ArgumentException($"An address has 4 or 16 bytes, not {bytes.Length}.", nameof(bytes)),
    };

    /// <summary>The same address without its scope id.</summary>
    /// <param name="address">An IPv4 or IPv6 address.</param>
    public static InetAddress FromIPAddress(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[IPv6Length];
        return address.TryWriteBytes(bytes, out int written)
            ? Read(bytes[..written])
            : throw new ArgumentException($"'{address}' is neither an IPv4 nor an IPv6 address.", nameof(address));
    }

    /// <summary>The same address as the framework's type (allocates).</summary>
    /// <exception cref="InvalidOperationException">No address (<see cref="HasValue"/> is false).</exception>
    public IPAddress ToIPAddress() => ToIPAddress(0);

    /// <summary>The same address as the framework's type (allocates), with a scope id if it is IPv6.</summary>
    /// <param name="scopeId">Interface index, or 0 for none.</param>
    /// <exception cref="InvalidOperationException">No address (<see cref="HasValue"/> is false).</exception>
    public IPAddress ToIPAddress(long scopeId)
    {
        if (!HasValue)
        {
            throw new InvalidOperationException("There is no address to convert.");
        }

        Span<byte> bytes = stackalloc byte[IPv6Length];
        TryWrite(bytes);
        return IsIPv4 ? new IPAddress(bytes[..IPv4Length]) : new IPAddress(bytes, scopeId);
    }

    /// <summary>Writes the <see cref="Length"/> bytes of the address in network order.</summary>
    /// <param name="destination">Where to write.</param>
    /// <returns>False if there is no room; nothing is written then.</returns>
    public bool TryWrite(Span<byte> destination) => _version switch
    {
        Version.IPv4 => BinaryPrimitives.TryWriteUInt32BigEndian(destination, IPv4Value),
        Version.IPv6 => BinaryPrimitives.TryWriteUInt128BigEndian(destination, _value),
        _ => true,
    };

    /// <summary>The first address of the network that this one is in.</summary>
    /// <param name="prefixLength">0 to <see cref="MaximumPrefixLength"/> bits.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another prefix length.</exception>
    public InetAddress GetNetwork(int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, MaximumPrefixLength);
        int hostBits = MaximumPrefixLength - prefixLength;

        // A shift by all 128 bits would be a shift by none.
        return new InetAddress(hostBits == 128 ? 0 : (_value >> hostBits) << hostBits, _version);
    }

    /// <summary>
    /// Order of the unsigned numbers in network order, which decides between equal priorities (RFC 9568 section
    /// 6.4.3). Across families: no address, then IPv4, then IPv6.
    /// </summary>
    /// <param name="other">The other address.</param>
    public int CompareTo(InetAddress other)
    {
        int families = _version.CompareTo(other._version);
        return families != 0 ? families : _value.CompareTo(other._value);
    }

    /// <inheritdoc/>
    public bool Equals(InetAddress other) => _version == other._version && _value == other._value;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is InetAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_version, _value);

    /// <summary>Adds the address to a sum of 16-bit words (see <see cref="InternetChecksum"/>).</summary>
    internal void AddTo(ref ulong sum)
    {
        ulong high = (ulong)(_value >> 64);
        ulong low = (ulong)_value;
        sum += (high >> 32) + (uint)high + (low >> 32) + (uint)low;
    }
}
