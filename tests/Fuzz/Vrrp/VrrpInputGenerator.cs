using NginxHa.Vrrp.Protocol;

namespace NginxHa.Fuzz.Vrrp;

/// <summary>
/// Makes inputs that are nearly right: a good message, packet or file, damaged in up to three places, with its checksum
/// or signature put right again half of the time, so that the damage is seen by what comes after that check.
/// </summary>
public sealed class VrrpInputGenerator(int seed)
{
    private const int LinkHeaderLength = 14;

    private readonly Random _random = new(seed);

    public byte[] Next() => _random.Next(100) switch
    {
        < 76 => [(byte)VrrpInputKind.Message, .. NextMessage()],
        < 86 => [(byte)VrrpInputKind.AuthenticationHeader, .. NextAuthenticationHeader()],
        < 96 => [(byte)VrrpInputKind.HmacTrailer, .. NextHmacTrailer()],
        _ => [(byte)VrrpInputKind.Capture, .. NextCapture()],
    };

    private byte[] NextMessage()
    {
        bool ipv6 = OneIn(3);
        int version = ipv6 || OneIn(2) ? 3 : 2;
        bool trailer = OneIn(8);
        byte[] context = OneIn(2) ? VrrpScenario.GenerousContext(ipv6, trailer, OneIn(3), OneIn(2)) : Bytes(VrrpScenario.ContextLength);
        if (OneIn(2))
        {
            context[2] = 255;
        }

        byte[] message = Message(version, ipv6);
        int length = message.Length;
        if (trailer)
        {
            message = [.. message, .. Bytes(VrrpConstants.HmacTrailerLength)];
        }

        if (OneIn(2))
        {
            message = Damage(message);
        }

        if (!OneIn(6) && message.Length >= VrrpConstants.HeaderLength)
        {
            VrrpDecodeContext read = VrrpScenario.ReadContext(context);
            bool pseudoHeader = ipv6 || (version == 3 && (read.Policy.ChecksumMode == VrrpChecksumMode.PseudoHeader || OneIn(3)));
            WriteChecksum(message, ipv6 ? message.Length : Math.Min(length, message.Length), pseudoHeader, read);
        }

        return [.. context, .. message];
    }

    private byte[] NextAuthenticationHeader()
    {
        bool unicast = OneIn(2);
        int options = OneIn(4) ? 4 * _random.Next(1, 11) : 0;
        byte[] message = Message(2, ipv6: false);
        byte[] source = [198, 51, 100, (byte)_random.Next(1, 255)];
        byte[] packet =
        [
            (byte)(0x45 + (options / 4)), 0xC0, 0, 0, .. Bytes(2), 0, 0, 255, 51, .. Bytes(2), .. source, 224, 0, 0, 18, .. Bytes(options),
            112, 4, 0, 0, .. source, .. OneIn(8) ? new byte[4] : Bytes(4), .. new byte[12], .. message,
        ];
        packet[2] = (byte)(packet.Length >> 8);
        packet[3] = (byte)packet.Length;
        Action sign = () => ReferenceAuthentication.Header(VrrpScenario.AuthenticationHeaderKey, packet, unicast).CopyTo(packet, 20 + options + 12);
        sign();
        if (OneIn(2))
        {
            packet = Damage(packet);
            if (OneIn(2) && packet.Length >= 20 + options + 24 && packet[0] % 16 == 5 + (options / 4))
            {
                sign();
            }
        }

        return [(byte)(unicast ? 1 : 0), .. packet];
    }

    private byte[] NextHmacTrailer()
    {
        bool ipv6 = OneIn(2);
        byte[] message = Message(ipv6 || OneIn(2) ? 3 : 2, ipv6);
        uint seconds = (uint)VrrpScenario.Now.ToUnixTimeSeconds();
        byte[] prefix = [1, 1, 0, 0, (byte)(seconds >> 24), (byte)(seconds >> 16), (byte)(seconds >> 8), (byte)seconds, .. Bytes(4)];
        if (OneIn(4))
        {
            prefix = Damage(prefix, sameLength: true);
        }

        byte[] source = VrrpScenario.Bytes(VrrpScenario.HmacContext(ipv6).Source);
        byte[] payload = [.. message, .. prefix, .. ReferenceAuthentication.Trailer(VrrpScenario.HmacSecret, source, message, prefix)];
        if (OneIn(12))
        {
            payload = message;
        }

        return [(byte)(ipv6 ? 1 : 0), (byte)_random.Next(-7, 8), .. OneIn(3) ? Damage(payload) : payload];
    }

    /// <summary>A pcap or pcapng file of a few frames.</summary>
    private byte[] NextCapture()
    {
        bool pcapng = OneIn(2);
        byte[] file = pcapng
            ? [.. Block(0x0A0D0D0A, [0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0, .. Enumerable.Repeat((byte)0xFF, 8)]), .. Block(1, [1, 0, 0, 0, 0, 0, 4, 0, 9, 0, 1, 0, (byte)_random.Next(256), 0, 0, 0])]
            : [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0, .. new byte[8], 0, 0, 4, 0, 1, 0, 0, 0];
        for (int i = _random.Next(4); i > 0; i--)
        {
            byte[] message = Message(3, ipv6: false);
            byte[] frame = [.. new byte[LinkHeaderLength - 2], 8, 0, 0x45, 0xC0, 0, (byte)(20 + message.Length), 0, 1, 0, 0, 255, 112, 0, 0, 198, 51, 100, 10, 224, 0, 0, 18, .. message];
            byte[] length = BitConverter.GetBytes(frame.Length);
            file = pcapng
                ? [.. file, .. Block(6, [0, 0, 0, 0, .. Bytes(8), .. length, .. length, .. frame, .. new byte[(4 - (frame.Length % 4)) % 4]])]
                : [.. file, .. Bytes(8), .. length, .. length, .. frame];
        }

        return OneIn(4) ? file : Damage(file);
    }

    private static byte[] Block(uint type, byte[] body)
    {
        byte[] length = BitConverter.GetBytes(body.Length + 12);
        return [.. BitConverter.GetBytes(type), .. length, .. body, .. length];
    }

    private byte[] Message(int version, bool ipv6)
    {
        // Mostly few addresses; now and then all that fit, or none.
        int count = _random.Next(20) switch { 0 => 255, 1 => 0, _ => _random.Next(1, 5) };
        int type = _random.Next(12) == 0 ? _random.Next(256) : _random.Next(3);
        byte[] header =
        [
            (byte)((version * 16) + 1), (byte)_random.Next(1, 256), (byte)_random.Next(256), (byte)count,
            (byte)(version == 2 ? type : _random.Next(OneIn(4) ? 256 : 16)), (byte)_random.Next(256), 0, 0,
        ];
        byte[] password = new byte[VrrpPassword.Length];
        if (type == 1 && !OneIn(4))
        {
            VrrpScenario.Password.Write(password);
        }

        return [.. header, .. Bytes(count * (ipv6 ? 16 : 4)), .. version == 2 ? password : []];
    }

    private static void WriteChecksum(byte[] message, int covered, bool pseudoHeader, in VrrpDecodeContext context)
    {
        message[6] = 0;
        message[7] = 0;
        byte[] words = pseudoHeader
            ? [.. VrrpScenario.Bytes(context.Source), .. VrrpScenario.Bytes(context.Destination), (byte)(covered >> 8), (byte)covered, 0, 112, .. message[..covered]]
            : message[..covered];
        long sum = 0;
        for (int i = 0; i < words.Length; i++)
        {
            sum += i % 2 == 0 ? words[i] * 256L : words[i];
        }

        int checksum = 65535 - (int)(sum % 65535);
        message[6] = (byte)(checksum >> 8);
        message[7] = (byte)checksum;
    }

    private byte[] Damage(byte[] bytes, bool sameLength = false)
    {
        byte[] damaged = [.. bytes];
        for (int i = _random.Next(1, 4); i > 0 && damaged.Length > 0; i--)
        {
            // The first bytes hold what is checked one by one.
            int at = _random.Next(OneIn(2) ? Math.Min(8, damaged.Length) : damaged.Length);
            switch (_random.Next(sameLength ? 3 : 6))
            {
                case 0:
                    damaged[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    damaged[at] = (byte)_random.Next(256);
                    break;
                case 2:
                    damaged[at] = OneIn(2) ? (byte)0 : (byte)255;
                    break;
                case 3:
                    damaged = damaged[..at];
                    break;
                case 4:
                    damaged = [.. damaged, .. Bytes(_random.Next(1, 40))];
                    break;
                default:
                    damaged = [.. damaged[..at], .. damaged[Math.Min(damaged.Length, at + _random.Next(1, 9))..]];
                    break;
            }
        }

        return damaged;
    }

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private bool OneIn(int n) => _random.Next(n) == 0;
}
