using NginxHa.Fuzz.Vrrp;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Protocol.Authentication;

namespace NginxHa.Tests.Unit.Vrrp.Protocol.Authentication;

public sealed class HmacAuthenticatorTests
{
    private const string IPv4Vector = "3133c80100644402c0000264" + "010100006800000080000000" + "1b84bc4e8e43892dc6d98448f8ee2265";

    private const string IPv6Vector =
        "3133c8010064a2e9fe800000000000000000000000000100" + "010100006800000080000000" + "c8c56146ebfd66ee10ec4d8186461b78";

    // 0x68000000 seconds and half a second.
    private static readonly DateTimeOffset VectorTime = DateTimeOffset.FromUnixTimeSeconds(0x68000000).AddMilliseconds(500);
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly HmacKeyRing Keys = new(new HmacKey(1, Secret));
    private static readonly VrrpDecodePolicy Policy = new() { AllowHmacTrailer = true, ChecksumMode = VrrpChecksumMode.Either };

    [Fact]
    public void The_IPv4_vector_of_the_draft_verifies() =>
        Assert.Equal(VrrpRefusal.None, Verify(New(), Convert.FromHexString(IPv4Vector), VectorTime));

    [Fact]
    public void The_IPv6_vector_of_the_draft_verifies()
    {
        byte[] payload = Convert.FromHexString(IPv6Vector);
        var context = new VrrpDecodeContext(InetAddress.Parse("fe80::10"), InetAddress.Parse("fe80::20"), 255, Policy);
        Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(payload, context, out VrrpAdvertisement advertisement));
        Assert.Equal(VrrpRefusal.None, New().Verify(advertisement, context.Source, VectorTime));
    }

    [Fact]
    public void Signing_gives_the_vectors_of_the_draft()
    {
        byte[] ipv4 = new byte[12 + 28];
        Convert.FromHexString(IPv4Vector).AsSpan(0, 12).CopyTo(ipv4);
        Assert.Equal(ipv4.Length, New().Sign(ipv4, 12, Messages.Source4, VectorTime));
        Assert.Equal(IPv4Vector, Convert.ToHexStringLower(ipv4));

        byte[] ipv6 = new byte[24 + 28];
        Convert.FromHexString(IPv6Vector).AsSpan(0, 24).CopyTo(ipv6);
        New().Sign(ipv6, 24, Messages.Source6, VectorTime);
        VrrpChecksum.Write(ipv6, InetAddress.Parse("fe80::10"), InetAddress.Parse("fe80::20"), default);
        Assert.Equal(IPv6Vector, Convert.ToHexStringLower(ipv6));
    }

    [Fact]
    public void The_trailer_reads_as_written()
    {
        var trailer = new HmacTrailer(Convert.FromHexString(IPv4Vector).AsSpan(12));
        Assert.Equal(HmacTrailer.Sha256Type, trailer.Type);
        Assert.Equal(1, trailer.KeyId);
        Assert.Equal(0, trailer.Reserved);
        Assert.Equal(0x6800000080000000ul, trailer.Sequence);
        Assert.Equal(VectorTime, trailer.Time);
        Assert.Equal(16, trailer.Mac.Length);
        Assert.Throws<ArgumentException>(() => new HmacTrailer(new byte[27]).Type);
    }

    [Fact]
    public void Any_flipped_bit_is_found_but_for_the_checksum_which_the_HMAC_does_not_cover()
    {
        byte[] payload = Convert.FromHexString(IPv4Vector);
        var policy = new VrrpDecodePolicy { AllowHmacTrailer = true, VerifyChecksum = false };
        for (int bit = 0; bit < payload.Length * 8; bit++)
        {
            byte[] forged = [.. payload];
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            VrrpRefusal refusal = VrrpDecoder.Decode(forged, Messages.Context4(policy), out VrrpAdvertisement advertisement);
            if (refusal == VrrpRefusal.None)
            {
                refusal = New().Verify(advertisement, Messages.Source4, VectorTime);
            }

            Assert.Equal(bit / 8 is 6 or 7, refusal == VrrpRefusal.None);
        }
    }

    [Fact]
    public void Another_source_is_found()
    {
        var context = new VrrpDecodeContext(InetAddress.Parse("198.51.100.11"), VrrpConstants.MulticastIPv4, 255, Policy);
        VrrpDecoder.Decode(Convert.FromHexString(IPv4Vector), context, out VrrpAdvertisement advertisement);
        Assert.Equal(VrrpRefusal.BadAuthentication, New().Verify(advertisement, context.Source, VectorTime));
    }

    [Theory]
    [InlineData(VrrpRefusal.MalformedAuthentication, 12, 2)] // type
    [InlineData(VrrpRefusal.MalformedAuthentication, 14, 1)] // reserved
    [InlineData(VrrpRefusal.MalformedAuthentication, 15, 1)] // reserved
    [InlineData(VrrpRefusal.UnknownKey, 13, 2)]
    [InlineData(VrrpRefusal.Stale, 16, 0x67)] // half a year ago
    [InlineData(VrrpRefusal.BadAuthentication, 19, 1)] // a second ago
    [InlineData(VrrpRefusal.BadAuthentication, 39, 0)]
    public void Reasons(VrrpRefusal refusal, int offset, byte value)
    {
        byte[] payload = Convert.FromHexString(IPv4Vector);
        payload[offset] = value;
        Assert.Equal(refusal, Verify(New(), payload, VectorTime));
    }

    [Theory]
    [InlineData(HmacMode.Enforce, VrrpRefusal.AuthenticationMissing, 28)]
    [InlineData(HmacMode.Permissive, VrrpRefusal.None, 28)]
    [InlineData(HmacMode.ReceiveOnly, VrrpRefusal.None, 0)]
    public void Modes(HmacMode mode, VrrpRefusal withoutTrailer, int trailerLength)
    {
        HmacAuthenticator authenticator = New(new HmacOptions { Mode = mode });
        byte[] payload = Convert.FromHexString(IPv4Vector);
        Assert.Equal(withoutTrailer, Verify(authenticator, payload[..12], VectorTime));
        Assert.Equal(VrrpRefusal.None, Verify(authenticator, payload, VectorTime));
        payload[^1] ^= 1;
        Assert.Equal(VrrpRefusal.BadAuthentication, Verify(authenticator, payload, VectorTime));

        byte[] own = new byte[12 + 28];
        payload.AsSpan(0, 12).CopyTo(own);
        Assert.Equal(trailerLength, authenticator.TrailerLength);
        Assert.Equal(12 + trailerLength, authenticator.Sign(own, 12, Messages.Source4, VectorTime));
        Assert.Equal(trailerLength == 0, own.AsSpan(12).IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public void A_replay_is_refused_and_a_later_advertisement_is_not()
    {
        HmacAuthenticator sender = New();
        HmacAuthenticator receiver = New();
        byte[] first = Signed(sender, VectorTime);
        byte[] second = Signed(sender, VectorTime);
        byte[] third = Signed(sender, VectorTime.AddSeconds(1));
        Assert.Equal(VrrpRefusal.None, Verify(receiver, first, VectorTime));
        Assert.Equal(VrrpRefusal.Replayed, Verify(receiver, first, VectorTime));
        Assert.Equal(VrrpRefusal.None, Verify(receiver, third, VectorTime));
        Assert.Equal(VrrpRefusal.Replayed, Verify(receiver, second, VectorTime));
    }

    [Fact]
    public void A_forgery_does_not_move_the_mark()
    {
        HmacAuthenticator sender = New();
        HmacAuthenticator receiver = New();
        byte[] forged = Signed(sender, VectorTime.AddSeconds(2));
        forged[^1] ^= 1;
        Assert.Equal(VrrpRefusal.BadAuthentication, Verify(receiver, forged, VectorTime));
        Assert.Equal(VrrpRefusal.None, Verify(receiver, Signed(New(), VectorTime), VectorTime));
    }

    [Theory]
    [InlineData(AntiReplay.Time, 5, VrrpRefusal.None)]
    [InlineData(AntiReplay.Time, 6, VrrpRefusal.Stale)]
    [InlineData(AntiReplay.Time, -5, VrrpRefusal.None)]
    [InlineData(AntiReplay.Time, -6, VrrpRefusal.Stale)]
    [InlineData(AntiReplay.Monotonic, 100_000, VrrpRefusal.None)]
    [InlineData(AntiReplay.Monotonic, -100_000, VrrpRefusal.None)]
    public void The_window(AntiReplay antiReplay, int receiverAheadSeconds, VrrpRefusal refusal)
    {
        HmacAuthenticator receiver = New(new HmacOptions { AntiReplay = antiReplay });
        Assert.Equal(refusal, Verify(receiver, Signed(New(), VectorTime), VectorTime.AddSeconds(receiverAheadSeconds)));
        Assert.Equal(refusal == VrrpRefusal.None ? receiverAheadSeconds : 0, receiver.LastClockSkewSeconds);
    }

    [Fact]
    public void The_sequence_grows_while_the_clock_stands_still()
    {
        HmacAuthenticator sender = New();
        ulong[] sequences = [.. Enumerable.Range(0, 5).Select(_ => Sequence(Signed(sender, VectorTime)))];
        Assert.Equal([.. Enumerable.Range(0, 5).Select(i => 0x6800000080000000ul + (ulong)i)], sequences);
    }

    [Fact]
    public void The_sequence_goes_on_after_a_small_step_back_of_the_clock()
    {
        HmacAuthenticator sender = New();
        ulong before = Sequence(Signed(sender, VectorTime));
        Assert.Equal(before + 1, Sequence(Signed(sender, VectorTime.AddSeconds(-5))));
    }

    [Fact]
    public void After_a_great_step_back_time_mode_starts_from_the_clock_and_receivers_follow()
    {
        HmacAuthenticator sender = New();
        HmacAuthenticator receiver = New();
        DateTimeOffset right = VectorTime.AddSeconds(-1000);
        Assert.Equal(VrrpRefusal.None, Verify(receiver, Signed(sender, VectorTime), VectorTime));
        byte[] corrected = Signed(sender, right);
        Assert.Equal(0x68000000u - 1000, (uint)(Sequence(corrected) >> 32));
        Assert.Equal(VrrpRefusal.None, Verify(receiver, corrected, right));
    }

    [Fact]
    public void After_a_great_step_back_monotonic_mode_goes_on()
    {
        var options = new HmacOptions { AntiReplay = AntiReplay.Monotonic };
        HmacAuthenticator sender = New(options);
        ulong before = Sequence(Signed(sender, VectorTime));
        Assert.Equal(before + 1, Sequence(Signed(sender, VectorTime.AddSeconds(-1000))));
    }

    [Theory]
    [InlineData(AntiReplay.Time)]
    [InlineData(AntiReplay.Monotonic)]
    public void The_first_sequence_is_the_clock_in_2040_too(AntiReplay antiReplay)
    {
        var time = new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal((ulong)time.ToUnixTimeSeconds() << 32, Sequence(Signed(New(new HmacOptions { AntiReplay = antiReplay }), time)));
    }

    [Fact]
    public void The_wrap_of_the_seconds_in_2106_is_survived()
    {
        DateTimeOffset wrap = DateTimeOffset.FromUnixTimeSeconds(1L << 32);
        HmacAuthenticator sender = New();
        HmacAuthenticator receiver = New();
        byte[] before = Signed(sender, wrap.AddSeconds(-1));
        Assert.Equal(VrrpRefusal.None, Verify(receiver, before, wrap));
        Assert.Equal(VrrpRefusal.None, Verify(receiver, Signed(sender, wrap), wrap));
        Assert.Equal(VrrpRefusal.Replayed, Verify(receiver, before, wrap));
    }

    [Fact]
    public void Senders_do_not_disturb_each_other_and_the_most_silent_is_forgotten()
    {
        HmacAuthenticator receiver = New(new HmacOptions { SenderCapacity = 2 });
        byte[] a = Signed(New(), VectorTime, "198.51.100.1");
        byte[] b = Signed(New(), VectorTime, "198.51.100.2");
        byte[] c = Signed(New(), VectorTime, "198.51.100.3");
        Assert.Equal(VrrpRefusal.None, Verify(receiver, a, VectorTime, "198.51.100.1"));
        Assert.Equal(VrrpRefusal.None, Verify(receiver, b, VectorTime, "198.51.100.2"));
        Assert.Equal(VrrpRefusal.Replayed, Verify(receiver, a, VectorTime, "198.51.100.1"));
        Assert.Equal(VrrpRefusal.None, Verify(receiver, c, VectorTime, "198.51.100.3"));
        Assert.Equal(VrrpRefusal.Replayed, Verify(receiver, a, VectorTime, "198.51.100.1"));
        Assert.Equal(VrrpRefusal.None, Verify(receiver, b, VectorTime, "198.51.100.2"));
    }

    [Fact]
    public void A_key_is_changed_while_running()
    {
        byte[] newSecret = [.. Secret.Reverse()];
        var both = new HmacKeyRing([new HmacKey(1, Secret), new HmacKey(2, newSecret)], activeId: 2);
        HmacAuthenticator old = New();
        HmacAuthenticator changed = New();
        changed.Keys = both;
        Assert.Equal(VrrpRefusal.UnknownKey, Verify(old, Signed(changed, VectorTime), VectorTime));
        Assert.Equal(VrrpRefusal.None, Verify(changed, Signed(old, VectorTime), VectorTime));
        old.Keys = both;
        Assert.Equal(VrrpRefusal.None, Verify(old, Signed(changed, VectorTime), VectorTime));
    }

    [Fact]
    public void The_HMAC_is_the_one_computed_piece_by_piece()
    {
        foreach ((byte[] message, InetAddress source) in new[] { (Messages.V2(), Messages.Source4), (Messages.V3(), Messages.Source4), (Messages.V3IPv6(), Messages.Source6) })
        {
            byte[] payload = [.. message, .. new byte[28]];
            New().Sign(payload, message.Length, source, VectorTime);
            byte[] trailer = payload[message.Length..];
            Assert.Equal(ReferenceAuthentication.Trailer(Secret, source.ToIPAddress().GetAddressBytes(), message, trailer[..12]), trailer[12..]);
        }
    }

    [Fact]
    public void Secrets_are_32_to_64_bytes_with_different_ids()
    {
        Assert.Throws<ArgumentException>(() => new HmacKey(1, new byte[31]));
        Assert.Throws<ArgumentException>(() => new HmacKey(1, new byte[65]));
        Assert.Throws<ArgumentException>(() => new HmacKeyRing([new HmacKey(1, Secret), new HmacKey(1, Secret)], 1));
        Assert.Throws<ArgumentException>(() => new HmacKeyRing([new HmacKey(1, Secret)], 2));
        Assert.Equal("HMAC key 1", new HmacKey(1, Secret).ToString());
    }

    [Theory]
    [InlineData(10, 5)]
    [InlineData(1000, 5)]
    [InlineData(2500, 6)]
    [InlineData(200_000, 300)]
    public void The_default_window_is_that_of_keepalived(int intervalMilliseconds, int seconds) =>
        Assert.Equal(seconds, HmacOptions.GetDefaultWindowSeconds(TimeSpan.FromMilliseconds(intervalMilliseconds)));

    [Fact]
    public void Options_have_bounds()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new HmacOptions { WindowSeconds = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HmacOptions { WindowSeconds = 301 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HmacOptions { SenderCapacity = 0 });
        Assert.Equal(300, new HmacOptions { WindowSeconds = 300 }.WindowSeconds);
    }

    [Fact]
    public void Signing_needs_room()
    {
        Assert.Throws<ArgumentException>(() => New().Sign(new byte[39], 12, Messages.Source4, VectorTime));
        Assert.Throws<ArgumentException>(() => New().Sign(new byte[39], 7, Messages.Source4, VectorTime));
    }

    private static HmacAuthenticator New(HmacOptions? options = null) => new(Keys, options ?? new HmacOptions());

    private static byte[] Signed(HmacAuthenticator authenticator, DateTimeOffset now, string? source = null)
    {
        byte[] payload = [.. Messages.V3(VrrpChecksumMode.MessageOnly), .. new byte[28]];
        authenticator.Sign(payload, payload.Length - 28, source is null ? Messages.Source4 : InetAddress.Parse(source), now);
        return payload;
    }

    private static ulong Sequence(byte[] payload) => new HmacTrailer(payload.AsSpan(payload.Length - 28)).Sequence;

    private static VrrpRefusal Verify(HmacAuthenticator authenticator, byte[] payload, DateTimeOffset now, string? source = null)
    {
        var context = new VrrpDecodeContext(
            source is null ? Messages.Source4 : InetAddress.Parse(source), VrrpConstants.MulticastIPv4, 255, Policy);
        VrrpRefusal refusal = VrrpDecoder.Decode(payload, context, out VrrpAdvertisement advertisement);
        return refusal == VrrpRefusal.None ? authenticator.Verify(advertisement, context.Source, now) : refusal;
    }
}
