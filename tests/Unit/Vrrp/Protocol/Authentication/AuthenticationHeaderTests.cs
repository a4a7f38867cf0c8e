using NginxHa.Fuzz.Vrrp;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Protocol.Authentication;

namespace NginxHa.Tests.Unit.Vrrp.Protocol.Authentication;

public sealed class AuthenticationHeaderTests
{
    private static readonly VrrpPassword Key = VrrpPassword.FromText("secret-k");
    private static readonly InetAddress Peer = InetAddress.Parse("198.51.100.12");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_signed_verifies_and_decodes(bool unicast)
    {
        AuthenticationHeaderAssociation sender = New(unicast);
        AuthenticationHeaderAssociation receiver = New(unicast);
        for (uint i = 1; i <= 3; i++)
        {
            byte[] packet = Signed(sender, unicast);
            Assert.Equal(VrrpRefusal.None, receiver.Verify(packet, out ReadOnlySpan<byte> message));
            Assert.Equal(i, receiver.SequenceNumber);
            var policy = new VrrpDecodePolicy { Version = VrrpVersion.V2, AuthenticationType = VrrpAuthenticationType.AuthenticationHeader };
            Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(message, Messages.Context4(policy), out _));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_integrity_value_is_the_one_computed_piece_by_piece(bool unicast)
    {
        byte[] packet = Signed(New(unicast), unicast);
        Assert.Equal(ReferenceAuthentication.Header("secret-k"u8.ToArray(), packet, unicast), packet[32..44]);
    }

    [Fact]
    public void A_header_with_options_and_apart_from_its_payload_verifies()
    {
        byte[] packet = Signed(New(), unicast: false);
        byte[] header = [0x46, .. packet[1..20], 0x94, 4, 0, 0];
        header[3] += 4;
        byte[] payload = packet[20..];
        byte[] whole = [.. header, .. payload];
        ReferenceAuthentication.Header("secret-k"u8.ToArray(), whole, unicast: false).CopyTo(payload, 12);
        Assert.Equal(VrrpRefusal.None, New().Verify(header, payload, out ReadOnlySpan<byte> message));
        Assert.Equal(payload[24..], message.ToArray());

        Assert.Equal(VrrpRefusal.BadPacketHeader, New().Verify(header.AsSpan(0, 20), [.. header[20..], .. payload], out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_flipped_bit_is_found_but_for_the_fields_that_change_on_the_way(bool unicast)
    {
        byte[] packet = Signed(New(unicast), unicast);
        for (int bit = 0; bit < packet.Length * 8; bit++)
        {
            byte[] forged = [.. packet];
            forged[bit / 8] ^= (byte)(1 << (bit % 8));

            // Type of service, "do not fragment" and the reserved bit, header checksum; on unicast the TTL too.
            bool mutable = bit / 8 is 1 or 10 or 11 || (bit / 8 == 6 && bit % 8 is 6 or 7) || (unicast && bit / 8 == 8);
            VrrpRefusal refusal = New(unicast).Verify(forged, out ReadOnlySpan<byte> message);
            Assert.Equal(mutable, refusal == VrrpRefusal.None);
            Assert.Equal(mutable, !message.IsEmpty);
        }
    }

    [Fact]
    public void A_replay_is_refused_and_a_forgery_does_not_move_the_mark()
    {
        AuthenticationHeaderAssociation sender = New();
        AuthenticationHeaderAssociation receiver = New();
        byte[] first = Signed(sender, unicast: false);
        byte[] second = Signed(sender, unicast: false);
        byte[] forged = [.. second];
        forged[^1] ^= 1;
        Assert.Equal(VrrpRefusal.BadAuthentication, receiver.Verify(forged, out _));
        Assert.Equal(0u, receiver.SequenceNumber);
        Assert.Equal(VrrpRefusal.None, receiver.Verify(second, out _));
        Assert.Equal(VrrpRefusal.Replayed, receiver.Verify(second, out _));
        Assert.Equal(VrrpRefusal.Replayed, receiver.Verify(first, out _));
    }

    [Fact]
    public void A_backup_that_takes_over_goes_on_above_what_it_heard()
    {
        AuthenticationHeaderAssociation master = New();
        AuthenticationHeaderAssociation backup = New();
        AuthenticationHeaderAssociation third = New();
        for (int i = 0; i < 5; i++)
        {
            byte[] packet = Signed(master, unicast: false);
            Assert.Equal(VrrpRefusal.None, backup.Verify(packet, out _));
            Assert.Equal(VrrpRefusal.None, third.Verify(packet, out _));
        }

        Assert.Equal(VrrpRefusal.None, third.Verify(Signed(backup, unicast: false), out _));
        Assert.Equal(6u, third.SequenceNumber);
    }

    [Fact]
    public void One_advertisement_to_two_peers_has_one_number()
    {
        AuthenticationHeaderAssociation sender = New(unicast: true);
        Assert.True(sender.TryAdvance());
        byte[] one = Packet();
        byte[] other = Packet();
        sender.Sign(one, Messages.Source4, Peer);
        sender.Sign(other, Messages.Source4, InetAddress.Parse("198.51.100.13"));
        Assert.Equal(one[24..32], other[24..32]);
        Assert.Equal(VrrpRefusal.None, New(unicast: true).Verify(one, out _));
        Assert.Equal(VrrpRefusal.None, New(unicast: true).Verify(other, out _));
    }

    [Fact]
    public void Another_key_and_another_SPI_are_found()
    {
        byte[] packet = Signed(New(), unicast: false);
        var stranger = new AuthenticationHeaderAssociation(VrrpPassword.FromText("secret-x"), unicast: false);
        Assert.Equal(VrrpRefusal.BadAuthentication, stranger.Verify(packet, out _));

        packet[27] ^= 1;
        ReferenceAuthentication.Header("secret-k"u8.ToArray(), packet, unicast: false).CopyTo(packet, 32);
        Assert.Equal(VrrpRefusal.BadAuthentication, New().Verify(packet, out _));
    }

    [Fact]
    public void Packets_without_a_header_or_with_a_broken_one()
    {
        byte[] packet = Signed(New(), unicast: false);
        byte[] bare = [.. packet];
        bare[9] = 112;
        Assert.Equal(VrrpRefusal.AuthenticationMissing, New().Verify(bare, out _));
        for (int length = 0; length < packet.Length; length++)
        {
            Assert.Equal(VrrpRefusal.BadPacketHeader, New().Verify(packet.AsSpan(0, length), out _));
        }

        byte[] otherProtocol = [.. packet];
        otherProtocol[20] = 6;
        Assert.Equal(VrrpRefusal.BadPacketHeader, New().Verify(otherProtocol, out _));
        byte[] otherLength = [.. packet];
        otherLength[21] = 5;
        Assert.Equal(VrrpRefusal.BadPacketHeader, New().Verify(otherLength, out _));
        Assert.Equal(VrrpRefusal.BadPacketHeader, New().Verify(new byte[70_000], out _));
    }

    [Fact]
    public void The_identification_is_never_0_because_the_kernel_would_replace_it()
    {
        AuthenticationHeaderAssociation sender = New();
        byte[] packet = Packet();
        for (int i = 0; i < 70_000; i++)
        {
            Assert.True(sender.TryAdvance());
            if (i is 0 or 65_534 or 65_535)
            {
                sender.Sign(packet, Messages.Source4, VrrpConstants.MulticastIPv4);
                Assert.NotEqual(0, packet[4] | packet[5]);
            }
        }
    }

    [Fact]
    public void Signing_needs_a_message_and_IPv4()
    {
        Assert.Throws<ArgumentException>(() => New().Sign(new byte[44], Messages.Source4, Peer));
        Assert.Throws<ArgumentException>(() => New().Sign(new byte[10_000], Messages.Source4, Peer));
        Assert.Throws<ArgumentException>(() => New().Sign(new byte[100], Messages.Source6, VrrpConstants.MulticastIPv6));
    }

    private static AuthenticationHeaderAssociation New(bool unicast = false) => new(Key, unicast);

    private static byte[] Packet() => [.. new byte[AuthenticationHeaderAssociation.HeadersLength], .. Messages.V2(VrrpAuthenticationType.AuthenticationHeader)];

    private static byte[] Signed(AuthenticationHeaderAssociation sender, bool unicast)
    {
        byte[] packet = Packet();
        Assert.True(sender.TryAdvance());
        sender.Sign(packet, Messages.Source4, unicast ? Peer : VrrpConstants.MulticastIPv4);
        return packet;
    }
}
