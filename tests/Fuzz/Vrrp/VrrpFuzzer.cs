using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Protocol.Authentication;
using NginxHa.Vrrp.Protocol.Capture;

namespace NginxHa.Fuzz.Vrrp;

/// <summary>
/// Decoder, authentication header, HMAC trailer and capture files: nothing may throw that says it does not, and every
/// answer has to be that of the second reading (<see cref="ReferenceDecoder"/>, <see cref="ReferenceAuthentication"/>).
/// </summary>
public sealed class VrrpFuzzer(int seed) : IFuzzer
{
    private readonly VrrpInputGenerator _generator = new(seed);
    private readonly long[] _refusals = new long[VrrpRefusals.Count];

    /// <summary>How often each answer came, so that a test can see that the inputs go deep.</summary>
    public ReadOnlySpan<long> Refusals => _refusals;

    public byte[] NextInput() => _generator.Next();

    public void Check(byte[] input)
    {
        if (input.Length == 0)
        {
            return;
        }

        byte[] body = input[1..];
        switch ((VrrpInputKind)(input[0] % Enum.GetValues<VrrpInputKind>().Length))
        {
            case VrrpInputKind.Message when body.Length >= VrrpScenario.ContextLength:
                CheckMessage(body);
                break;
            case VrrpInputKind.AuthenticationHeader when body.Length >= 1:
                CheckAuthenticationHeader(unicast: body[0] % 2 == 1, body[1..]);
                break;
            case VrrpInputKind.HmacTrailer when body.Length >= 2:
                CheckHmacTrailer(ipv6: body[0] % 2 == 1, (sbyte)body[1], body[2..]);
                break;
            case VrrpInputKind.Capture:
                CheckCapture(body);
                break;
            default:
                break;
        }
    }

    private void CheckMessage(byte[] body)
    {
        VrrpDecodeContext context = VrrpScenario.ReadContext(body);
        byte[] message = body[VrrpScenario.ContextLength..];
        VrrpRefusal refusal = VrrpDecoder.Decode(message, context, out VrrpAdvertisement advertisement);
        (VrrpRefusal expected, ReferenceMessage? reference) = ReferenceDecoder.Decode(message, context);
        Require(refusal == expected, $"the decoder says {refusal}, the reference {expected}");
        _refusals[(int)refusal]++;
        Require(advertisement.IsEmpty == reference is null, "one shows a message and the other does not");
        if (reference is null)
        {
            return;
        }

        Require((int)advertisement.Version == reference.Version, "version");
        Require(advertisement.VirtualRouterId == reference.VirtualRouterId, "virtual router id");
        Require(advertisement.Priority == reference.Priority, "priority");
        Require((int)advertisement.AuthenticationType == reference.AuthenticationType, "authentication type");
        Require(advertisement.Interval == TimeSpan.FromMilliseconds(10 * reference.IntervalCentiseconds), "interval");
        Require(advertisement.Trailer.SequenceEqual(reference.Trailer), "trailer");
        Require(advertisement.AddressCount == reference.Addresses.Count, "address count");
        for (int i = 0; i < reference.Addresses.Count; i++)
        {
            Require(advertisement.GetAddress(i).ToIPAddress().Equals(reference.Addresses[i]), $"address {i}");
            Require(advertisement.Contains(advertisement.GetAddress(i)), $"the message does not contain its address {i}");
        }

        _ = advertisement.Password;
        if (refusal == VrrpRefusal.None)
        {
            CheckEncoding(message, advertisement, context);
        }
    }

    /// <summary>An accepted message encodes to the same bytes, but for bits that mean nothing.</summary>
    private static void CheckEncoding(byte[] message, in VrrpAdvertisement advertisement, in VrrpDecodeContext context)
    {
        if (advertisement.IntervalUnits == 0 || !context.Source.HasValue)
        {
            return;
        }

        var addresses = new InetAddress[advertisement.AddressCount];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = advertisement.GetAddress(i);
        }

        var fields = new VrrpAdvertisementFields
        {
            Version = advertisement.Version,
            VirtualRouterId = advertisement.VirtualRouterId,
            Priority = (byte)~advertisement.Priority,
            Interval = advertisement.Interval,
            Addresses = addresses,
            Source = context.Source,
            Destination = context.Destination,
            AuthenticationType = advertisement.AuthenticationType,
            Password = advertisement.Password,
        };
        byte[] encoded = new byte[VrrpEncoder.GetLength(fields)];
        Require(VrrpEncoder.Encode(encoded, fields) == advertisement.Message.Length, "the encoded message has another length");
        VrrpEncoder.SetPriority(encoded, advertisement.Priority);
        Require(
            ReferenceDecoder.Decode(encoded, new VrrpDecodeContext(context.Source, context.Destination, 255)).Refusal == VrrpRefusal.None,
            "the encoded message is refused");

        bool unauthenticated = advertisement.Version == VrrpVersion.V2 && advertisement.AuthenticationType != VrrpAuthenticationType.Password;
        for (int i = 0; i < encoded.Length; i++)
        {
            bool meansNothing = i is 6 or 7
                || (i == 4 && advertisement.Version == VrrpVersion.V3 && (message[4] & 0x0F) == encoded[4])
                || (i >= encoded.Length - 8 && unauthenticated);
            Require(encoded[i] == message[i] || meansNothing, $"byte {i} is encoded as another one");
        }
    }

    private void CheckAuthenticationHeader(bool unicast, byte[] packet)
    {
        using AuthenticationHeaderAssociation association = VrrpScenario.NewAssociation(unicast);
        VrrpRefusal refusal = association.Verify(packet, out ReadOnlySpan<byte> message);
        VrrpRefusal expected = ReferenceAuthentication.Verify(VrrpScenario.AuthenticationHeaderKey, packet, unicast);
        Require(refusal == expected, $"the verifier says {refusal}, the reference {expected}");
        _refusals[(int)refusal]++;
        Require(refusal == VrrpRefusal.None || message.IsEmpty, "a refused packet shows a message");
        if (refusal != VrrpRefusal.None)
        {
            return;
        }

        Require(association.Verify(packet, out _) == VrrpRefusal.Replayed, "a packet is accepted twice");
        int headerLength = packet[0] % 16 * 4;
        using AuthenticationHeaderAssociation apart = VrrpScenario.NewAssociation(unicast);
        Require(
            apart.Verify(packet.AsSpan(0, headerLength), packet.AsSpan(headerLength), out ReadOnlySpan<byte> same) == VrrpRefusal.None,
            "a packet is refused when its header lies apart");
        Require(same.SequenceEqual(message), "a packet has another message when its header lies apart");
    }

    private void CheckHmacTrailer(bool ipv6, sbyte skewSeconds, byte[] payload)
    {
        VrrpDecodeContext context = VrrpScenario.HmacContext(ipv6);
        if (VrrpDecoder.Decode(payload, context, out VrrpAdvertisement advertisement) != VrrpRefusal.None)
        {
            return;
        }

        DateTimeOffset now = VrrpScenario.Now.AddSeconds(skewSeconds);
        using HmacAuthenticator authenticator = VrrpScenario.NewAuthenticator();
        VrrpRefusal refusal = authenticator.Verify(advertisement, context.Source, now);
        VrrpRefusal expected = ReferenceAuthentication.Verify(
            VrrpScenario.HmacSecret, context.Source.ToIPAddress().GetAddressBytes(), advertisement.Message.ToArray(), advertisement.Trailer.ToArray(), now);
        Require(refusal == expected, $"the verifier says {refusal}, the reference {expected}");
        _refusals[(int)refusal]++;
        Require(
            refusal != VrrpRefusal.None || authenticator.Verify(advertisement, context.Source, now) == VrrpRefusal.Replayed,
            "an advertisement is accepted twice");
    }

    private static void CheckCapture(byte[] file)
    {
        try
        {
            using var stream = new MemoryStream(file);
            foreach (CapturedFrame frame in CaptureFileReader.Read(stream))
            {
                if (LinkLayer.TryGetIpPacket(frame.Data.Span, frame.LinkType, out ReadOnlySpan<byte> ip)
                    && VrrpPacket.TryOpen(ip, out VrrpPacket packet))
                {
                    VrrpDecoder.Decode(packet.Message, new VrrpDecodeContext(packet.Source, packet.Destination, packet.TimeToLive), out _);
                }
            }
        }
        catch (InvalidDataException)
        {
            // What the reader says of a damaged file.
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new FuzzFailureException(message);
        }
    }
}
