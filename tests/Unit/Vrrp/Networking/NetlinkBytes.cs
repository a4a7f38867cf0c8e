using System.Buffers.Binary;

namespace NginxHa.Tests.Unit.Vrrp.Networking;

/// <summary>A netlink message taken apart, so that two can be compared although their attributes come in another order.</summary>
internal static class NetlinkBytes
{
    /// <summary>Type, flags, the fixed part, and every attribute as <c>type=value</c>, sorted.</summary>
    /// <param name="message">One message.</param>
    /// <param name="fixedLength">Bytes of the part between header and attributes.</param>
    public static string Describe(ReadOnlySpan<byte> message, int fixedLength)
    {
        const int HeaderLength = 16;
        Assert.Equal(message.Length, BinaryPrimitives.ReadInt32LittleEndian(message));
        ushort type = BinaryPrimitives.ReadUInt16LittleEndian(message[4..]);
        ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(message[6..]);
        string body = Convert.ToHexString(message.Slice(HeaderLength, fixedLength));
        return $"{type} {flags:x} {body} {Attributes(message[(HeaderLength + fixedLength)..])}";
    }

    private static string Attributes(ReadOnlySpan<byte> rest)
    {
        List<string> attributes = [];
        while (rest.Length >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            ushort type = BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]);
            attributes.Add($"{type}={Convert.ToHexString(rest[4..length])}");
            rest = rest[Math.Min((length + 3) & ~3, rest.Length)..];
        }

        attributes.Sort(StringComparer.Ordinal);
        return string.Join(' ', attributes);
    }
}
