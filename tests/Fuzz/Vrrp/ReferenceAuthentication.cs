using System.Security.Cryptography;
using NginxHa.Vrrp.Protocol;

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

    /// <summary>What a receiver that has heard nothing yet has to say of a packet with an authentication header.</summary>
    public static VrrpRefusal Verify(byte[] key, byte[] packet, bool unicast)
    {
        if (packet.Length < 20 || packet.Length > VrrpConstants.MaximumPacketLength || packet[0] / 16 != 4)
        {
            return VrrpRefusal.BadPacketHeader;
        }

        int headerLength = packet[0] % 16 * 4;
        int total = (packet[2] * 256) + packet[3];
        bool fragment = ((packet[6] & 0x3F) * 256) + packet[7] > 0;
        if (headerLength < 20 || total < headerLength || total > packet.Length || fragment)
        {
            return VrrpRefusal.BadPacketHeader;
        }

        if (packet[9] != 51)
        {
            return VrrpRefusal.AuthenticationMissing;
        }

        if (total < headerLength + 24 || packet[headerLength] != 112 || packet[headerLength + 1] != 4)
        {
            return VrrpRefusal.BadPacketHeader;
        }

        byte[] whole = packet[..total];
        bool rightValue = Header(key, whole, unicast).SequenceEqual(whole.Skip(headerLength + 12).Take(12));
        bool rightIndex = whole.Skip(headerLength + 4).Take(4).SequenceEqual(whole.Skip(12).Take(4));
        if (!rightValue || !rightIndex)
        {
            return VrrpRefusal.BadAuthentication;
        }

        return whole[(headerLength + 8)..(headerLength + 12)].All(b => b == 0) ? VrrpRefusal.Replayed : VrrpRefusal.None;
    }

    /// <summary>What a receiver with key 1, a window of 5 s and no history has to say of a trailer.</summary>
    public static VrrpRefusal Verify(byte[] key, byte[] source, byte[] message, byte[] trailer, DateTimeOffset now)
    {
        if (trailer.Length == 0)
        {
            return VrrpRefusal.AuthenticationMissing;
        }

        if (trailer[0] != 1 || trailer[2] != 0 || trailer[3] != 0)
        {
            return VrrpRefusal.MalformedAuthentication;
        }

        // Serial arithmetic: the shorter way round the circle of 2^32 seconds.
        long seconds = (trailer[4] * 0x1000000L) + (trailer[5] * 0x10000L) + (trailer[6] * 0x100L) + trailer[7];
        long forward = (((now.ToUnixTimeSeconds() - seconds) % 0x100000000L) + 0x100000000L) % 0x100000000L;
        if (Math.Min(forward, 0x100000000L - forward) > 5)
        {
            return VrrpRefusal.Stale;
        }

        if (trailer[1] != 1)
        {
            return VrrpRefusal.UnknownKey;
        }

        return Trailer(key, source, message, trailer[..12]).SequenceEqual(trailer.Skip(12)) ? VrrpRefusal.None : VrrpRefusal.BadAuthentication;
    }
}
