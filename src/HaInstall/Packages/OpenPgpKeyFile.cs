using System.Security.Cryptography;

namespace NginxHa.Installation.Packages;

/// <summary>Reads the fingerprints of the keys in an ASCII-armoured OpenPGP file (RFC 4880), without any program.</summary>
public static class OpenPgpKeyFile
{
    private const int PublicKeyTag = 6;
    private const int Version4 = 4;

    /// <summary>Fingerprints of the primary keys, 40 hexadecimal digits each.</summary>
    /// <exception cref="FormatException">The text holds no OpenPGP keys.</exception>
    public static IReadOnlyList<string> Fingerprints(string armoured)
    {
        ArgumentNullException.ThrowIfNull(armoured);
        var found = new List<string>();
        int at = 0;
        const string begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
        while ((at = armoured.IndexOf(begin, at, StringComparison.Ordinal)) >= 0)
        {
            int end = armoured.IndexOf("-----END PGP PUBLIC KEY BLOCK-----", at, StringComparison.Ordinal);
            if (end < 0)
            {
                throw new FormatException("A key block does not end.");
            }

            found.AddRange(FromPackets(Decode(armoured[(at + begin.Length)..end])));
            at = end;
        }

        return found.Count > 0 ? found : throw new FormatException("There is no OpenPGP public key in it.");
    }

    private static byte[] Decode(string block)
    {
        // Armour headers ("Version: ...") end with an empty line; the checksum line begins with '='.
        string[] lines = block.Replace("\r", string.Empty, StringComparison.Ordinal).Split('\n');
        IEnumerable<string> body = lines.SkipWhile(line => line.Length == 0 || line.Contains(':', StringComparison.Ordinal))
            .TakeWhile(line => !line.StartsWith('='));
        return Convert.FromBase64String(string.Concat(body));
    }

    private static List<string> FromPackets(byte[] bytes)
    {
        var found = new List<string>();
        ReadOnlySpan<byte> rest = bytes;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> packet = Next(ref rest, out int tag);
            if (tag == PublicKeyTag && packet.Length > 0 && packet[0] == Version4)
            {
                // Section 12.2: SHA-1 over 0x99, the length in two octets, and the packet's body.
                byte[] hashed = [0x99, (byte)(packet.Length >> 8), (byte)packet.Length, .. packet];
#pragma warning disable CA5350 // The fingerprint is SHA-1 by definition.
                found.Add(Convert.ToHexString(SHA1.HashData(hashed)));
#pragma warning restore CA5350
            }
        }

        return found;
    }

    /// <summary>Section 4.2: packet headers, old and new.</summary>
    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest, out int tag)
    {
        byte first = rest[0];
        bool isNew = (first & 0x40) != 0;
        if ((first & 0x80) == 0 || rest.Length < 6)
        {
            throw new FormatException("It is no sequence of OpenPGP packets.");
        }

        tag = isNew ? first & 0x3F : (first >> 2) & 0x0F;
        (int header, int length) = isNew
            ? rest[1] switch
            {
                < 192 => (2, (int)rest[1]),
                < 224 => (3, ((rest[1] - 192) << 8) + rest[2] + 192),
                255 => (6, (rest[2] << 24) | (rest[3] << 16) | (rest[4] << 8) | rest[5]),
                _ => throw new FormatException("It holds a packet of unknown length."),
            }
            : (first & 3) switch
            {
                0 => (2, rest[1]),
                1 => (3, (rest[1] << 8) | rest[2]),
                2 => (5, (rest[1] << 24) | (rest[2] << 16) | (rest[3] << 8) | rest[4]),
                _ => throw new FormatException("It holds a packet of unknown length."),
            };
        if (length < 0 || length > rest.Length - header)
        {
            throw new FormatException("It is cut off.");
        }

        ReadOnlySpan<byte> packet = rest.Slice(header, length);
        rest = rest[(header + length)..];
        return packet;
    }
}
