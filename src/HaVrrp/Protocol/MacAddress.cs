using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NginxHa.Vrrp.Protocol;

/// <summary>A 48-bit Ethernet address as a value.</summary>
public readonly struct MacAddress : IEquatable<MacAddress>
{
    /// <summary>Bytes of an Ethernet address.</summary>
    public const int Length = 6;

    private readonly ulong _value;

    private MacAddress(ulong value) => _value = value;

    /// <summary>ff:ff:ff:ff:ff:ff.</summary>
    public static MacAddress Broadcast { get; } = new(0xFFFF_FFFF_FFFF);

    /// <summary>Whether the address goes to a group (lowest bit of the first byte).</summary>
    public bool IsMulticast => (_value & 0x0100_0000_0000) != 0;

    /// <summary>Whether all bytes are zero, as on an interface without a link-layer address.</summary>
    public bool IsZero => _value == 0;

    /// <summary>Whether two addresses are the same.</summary>
    public static bool operator ==(MacAddress left, MacAddress right) => left._value == right._value;

    /// <summary>Whether two addresses differ.</summary>
    public static bool operator !=(MacAddress left, MacAddress right) => left._value != right._value;

    /// <summary>The address whose bytes are the low 48 bits of <paramref name="value"/>, first byte highest.</summary>
    /// <param name="value">The number; its upper 16 bits are ignored.</param>
    public static MacAddress FromUInt64(ulong value) => new(value & 0xFFFF_FFFF_FFFF);

    /// <summary>Reads an address from its six bytes in the order of the wire.</summary>
    /// <param name="bytes">Exactly six bytes.</param>
    /// <exception cref="ArgumentException">Not six bytes.</exception>
    public static MacAddress Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"An Ethernet address has 6 bytes, not {bytes.Length}.", nameof(bytes));
        }

        ulong value = 0;
        foreach (byte b in bytes)
        {
            value = (value << 8) | b;
        }

        return new MacAddress(value);
    }

    /// <summary>Reads an address written as six pairs of hexadecimal digits with <c>:</c> or <c>-</c> between them.</summary>
    /// <param name="text">For example <c>00:00:5e:00:01:33</c>.</param>
    /// <param name="address">The address, or zero.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out MacAddress address)
    {
        address = default;
        if (text is null || text.Length != (3 * Length) - 1 || text[2] is not (':' or '-'))
        {
            return false;
        }

        ulong value = 0;
        for (int i = 0; i < Length; i++)
        {
            if ((i > 0 && text[(3 * i) - 1] != text[2])
                || !byte.TryParse(text.AsSpan(3 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte part))
            {
                return false;
            }

            value = (value << 8) | part;
        }

        address = new MacAddress(value);
        return true;
    }

    /// <summary>The low 48 bits hold the address, first byte highest.</summary>
    public ulong ToUInt64() => _value;

    /// <summary>Writes the six bytes in the order of the wire.</summary>
    /// <param name="destination">At least six bytes.</param>
    /// <returns>False if there is no room; nothing is written then.</returns>
    public bool TryWrite(Span<byte> destination)
    {
        if (destination.Length < Length)
        {
            return false;
        }

        for (int i = 0; i < Length; i++)
        {
            destination[i] = (byte)(_value >> (8 * (Length - 1 - i)));
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(MacAddress other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is MacAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>Lower-case pairs with colons, as <c>ip link</c> prints them.</summary>
    public override string ToString() => string.Create(17, _value, static (span, value) =>
    {
        const string Digits = "0123456789abcdef";
        for (int i = 0; i < Length; i++)
        {
            byte b = (byte)(value >> (8 * (Length - 1 - i)));
            span[3 * i] = Digits[b >> 4];
            span[(3 * i) + 1] = Digits[b & 15];
            if (i < Length - 1)
            {
                span[(3 * i) + 2] = ':';
            }
        }
    });
}
