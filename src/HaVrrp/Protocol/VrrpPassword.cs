using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace NginxHa.Vrrp.Protocol;

/// <summary>
/// The eight bytes of a VRRPv2 password or AH key. As in keepalived (<c>auth_pass</c>) a longer one is cut and a
/// shorter one is padded with zeros.
/// </summary>
public readonly struct VrrpPassword : IEquatable<VrrpPassword>
{
    /// <summary>Bytes that count.</summary>
    public const int Length = VrrpConstants.AuthenticationDataLength;

    private readonly ulong _value;

    private VrrpPassword(ulong value) => _value = value;

    /// <summary>Whether all bytes are zero, as in the default value.</summary>
    public bool IsEmpty => _value == 0;

    /// <summary>Whether two passwords are the same.</summary>
    public static bool operator ==(VrrpPassword left, VrrpPassword right) => left._value == right._value;

    /// <summary>Whether two passwords differ.</summary>
    public static bool operator !=(VrrpPassword left, VrrpPassword right) => left._value != right._value;

    /// <summary>The password of the first eight bytes of the text in UTF-8.</summary>
    /// <param name="text">The password; whether cutting it is an error is for the caller to say.</param>
    public static VrrpPassword FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FromBytes(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The password of up to eight bytes; more are cut.</summary>
    /// <param name="bytes">Any length.</param>
    public static VrrpPassword FromBytes(ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[Length];
        padded.Clear();
        bytes[..Math.Min(Length, bytes.Length)].CopyTo(padded);
        return new VrrpPassword(BinaryPrimitives.ReadUInt64BigEndian(padded));
    }

    /// <summary>Writes the eight bytes.</summary>
    /// <param name="destination">At least eight bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">No room.</exception>
    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt64BigEndian(destination, _value);

    /// <inheritdoc/>
    public bool Equals(VrrpPassword other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is VrrpPassword other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>Never the password itself, so that it cannot end in a log.</summary>
    public override string ToString() => IsEmpty ? "(empty)" : "(hidden)";
}
