using System.Net;
using System.Net.Sockets;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Fuzz.Vrrp;

/// <summary>
/// A second reading of the message format, written from the tables of the RFCs and not from the decoder: it goes through
/// whole numbers and lists, checks sums modulo 65535, and says all that is wrong before it picks the first.
/// </summary>
public static class ReferenceDecoder
{
    public static (VrrpRefusal Refusal, ReferenceMessage? Message) Decode(byte[] message, in VrrpDecodeContext context)
    {
        if (message.Length <= 7)
        {
            return (VrrpRefusal.TooShort, null);
        }

        VrrpDecodePolicy policy = context.Policy;
        bool ipv6 = context.Source.Family == AddressFamily.InterNetworkV6 || context.Destination.Family == AddressFamily.InterNetworkV6;
        int version = message[0] / 16;
        int count = message[3];
        int size = ipv6 ? 16 : 4;
        int wanted = 8 + (size * count) + (version == 2 ? 8 : 0);
        bool trailer = policy.AllowHmacTrailer && message.Length - wanted == 28;

        var problems = new List<(bool Wrong, VrrpRefusal Refusal)>
        {
            (context.TimeToLive >= 0 && context.TimeToLive < policy.MinimumTimeToLive, VrrpRefusal.BadTimeToLive),
            (version < 2 || version > 3, VrrpRefusal.BadVersion),
            (policy.Version.HasValue && (int)policy.Version.Value != version, VrrpRefusal.BadVersion),
            (version == 2 && ipv6, VrrpRefusal.BadVersion),
            (message[0] % 16 != 1, VrrpRefusal.BadType),
            (message[1] == 0, VrrpRefusal.BadVirtualRouterId),
            (version == 3 && count == 0, VrrpRefusal.BadAddressCount),
            (message.Length < wanted, VrrpRefusal.BadLength),
            (message.Length > wanted && !trailer, VrrpRefusal.TrailingBytes),
        };
        if (problems.TrueForAll(p => !p.Wrong))
        {
            problems.Add((policy.VerifyChecksum && !SumsUp(message, wanted, version, ipv6, context), VrrpRefusal.BadChecksum));
            if (version == 2)
            {
                bool unexpected = policy.AuthenticationType.HasValue && (int)policy.AuthenticationType.Value != message[4];
                problems.Add((message[4] > 2 || unexpected, VrrpRefusal.BadAuthenticationType));
                if (message[4] == 1 && policy.Password.HasValue)
                {
                    byte[] expected = new byte[8];
                    policy.Password.Value.Write(expected);
                    problems.Add((!message.Skip(wanted - 8).Take(8).SequenceEqual(expected), VrrpRefusal.BadPassword));
                }
            }
        }

        var addresses = new List<IPAddress>();
        for (int at = 8; addresses.Count < count && at + size <= Math.Min(wanted, message.Length); at += size)
        {
            addresses.Add(new IPAddress(message[at..(at + size)]));
        }

        ReferenceMessage? read = version is not (2 or 3)
            ? null
            : new ReferenceMessage(
                version,
                message[1],
                message[2],
                version == 2 ? message[4] : 0,
                version == 2 ? message[5] * 100 : ((message[4] % 16) * 256) + message[5],
                addresses,
                trailer ? message[wanted..] : []);
        return (problems.FirstOrDefault(p => p.Wrong).Refusal, read);
    }

    /// <summary>Ones' complement addition is addition modulo 65535: a right sum is a multiple of it.</summary>
    private static bool SumsUp(byte[] message, int wanted, int version, bool ipv6, in VrrpDecodeContext context)
    {
        // The words of an IPv6 packet include the trailer, those of an IPv4 packet do not.
        byte[] covered = ipv6 ? message : message[..wanted];
        long plain = Words(covered);
        byte[] ends = [.. Bytes(context.Source), .. Bytes(context.Destination)];
        long withPseudoHeader = plain + Words(ends) + 112 + covered.Length;
        bool plainGood = plain % 65535 == 0;
        bool pseudoGood = withPseudoHeader % 65535 == 0;

        if (ipv6)
        {
            return pseudoGood;
        }

        if (version == 2)
        {
            return plainGood;
        }

        return context.Policy.ChecksumMode switch
        {
            VrrpChecksumMode.PseudoHeader => pseudoGood,
            VrrpChecksumMode.MessageOnly => plainGood,
            _ => plainGood || pseudoGood,
        };
    }

    private static byte[] Bytes(InetAddress address) => address.HasValue ? address.ToIPAddress().GetAddressBytes() : [];

    private static long Words(byte[] bytes)
    {
        long sum = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            sum += i % 2 == 0 ? bytes[i] * 256L : bytes[i];
        }

        return sum;
    }
}
