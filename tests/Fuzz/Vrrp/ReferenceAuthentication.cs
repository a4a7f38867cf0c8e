using System.Security.Cryptography;

namespace NginxHa.Fuzz.Vrrp;

/// <summary>Integrity values computed piece by piece, apart from the code under test.</summary>
public static class ReferenceAuthentication
{
    /// <summary>The HMAC of draft-cassen-vrrp-auth-hmac.</summary>
    /// <param name="key">Secret.</param>
    /// <param name="source">4 or 16 bytes.</param>
    /// <param name="message">The VRRP message.</param>
    /// <param name="prefix">First 12 bytes of the trailer.</param>
    public static byte[] Trailer(byte[] key, byte[] source, byte[] message, byte[] prefix)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData([source.Length == 16 ? (byte)6 : (byte)4, (byte)(message[0] / 16), message[1], 0]);
        hmac.AppendData(source);
        hmac.AppendData(new byte[16 - source.Length]);
        hmac.AppendData(message, 0, 6);
        hmac.AppendData([0, 0]);
        hmac.AppendData(message, 8, message.Length - 8);
        hmac.AppendData(prefix);
        hmac.AppendData(new byte[16]);
        return hmac.GetHashAndReset()[..16];
    }

    /// <summary>The integrity value of an IPv4 packet with an authentication header.</summary>
    /// <param name="key">Eight bytes.</param>
    /// <param name="packet">The whole packet.</param>
    /// <param name="unicast">Whether the TTL counts as zero.</param>
    public static byte[] Header(byte[] key, byte[] packet, bool unicast)
    {
        int headerLength = packet[0] % 16 * 4;
        byte[] zeroed = [.. packet];
        int[] mutable = unicast ? [1, 6, 7, 8, 10, 11] : [1, 6, 7, 10, 11];
        foreach (int i in mutable.Concat(Enumerable.Range(headerLength + 12, 12)))
        {
            zeroed[i] = 0;
        }

#pragma warning disable CA5351 // HMAC-MD5-96 is what RFC 2403 says.
        using var hmac = new HMACMD5(key);
#pragma warning restore CA5351
        return hmac.ComputeHash(zeroed)[..12];
    }
}
