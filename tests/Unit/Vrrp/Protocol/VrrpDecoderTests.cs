using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Protocol;

public sealed class VrrpDecoderTests
{
    [Fact]
    public void Decodes_the_message_of_the_HMAC_draft_without_pseudo_header()
    {
        byte[] message = Convert.FromHexString("3133c80100644402c0000264");
        var policy = new VrrpDecodePolicy { ChecksumMode = VrrpChecksumMode.MessageOnly };

        Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(message, Messages.Context4(policy), out VrrpAdvertisement advertisement));
        Assert.Equal(VrrpVersion.V3, advertisement.Version);
        Assert.Equal(51, advertisement.VirtualRouterId);
        Assert.Equal(200, advertisement.Priority);
        Assert.Equal(100, advertisement.IntervalUnits);
        Assert.Equal(TimeSpan.FromSeconds(1), advertisement.Interval);
        Assert.Equal(0x4402, advertisement.Checksum);
        Assert.Equal(1, advertisement.AddressCount);
        Assert.Equal(InetAddress.Parse("192.0.2.100"), advertisement.GetAddress(0));
        Assert.True(advertisement.Contains(InetAddress.Parse("192.0.2.100")));
        Assert.False(advertisement.Contains(InetAddress.Parse("192.0.2.101")));
        Assert.True(advertisement.Trailer.IsEmpty);
    }

    [Fact]
    public void The_same_message_is_refused_where_the_pseudo_header_is_demanded()
    {
        byte[] message = Convert.FromHexString("3133c80100644402c0000264");
        Assert.Equal(VrrpRefusal.BadChecksum, Decode(message));
        Assert.Equal(VrrpRefusal.None, Decode(message, new VrrpDecodePolicy { ChecksumMode = VrrpChecksumMode.Either }));
    }

    [Theory]
    [InlineData(VrrpChecksumMode.PseudoHeader, VrrpChecksumMode.PseudoHeader, VrrpRefusal.None)]
    [InlineData(VrrpChecksumMode.PseudoHeader, VrrpChecksumMode.MessageOnly, VrrpRefusal.BadChecksum)]
    [InlineData(VrrpChecksumMode.PseudoHeader, VrrpChecksumMode.Either, VrrpRefusal.None)]
    [InlineData(VrrpChecksumMode.MessageOnly, VrrpChecksumMode.PseudoHeader, VrrpRefusal.BadChecksum)]
    [InlineData(VrrpChecksumMode.MessageOnly, VrrpChecksumMode.MessageOnly, VrrpRefusal.None)]
    [InlineData(VrrpChecksumMode.MessageOnly, VrrpChecksumMode.Either, VrrpRefusal.None)]
    public void Checksum_modes_of_sender_and_receiver(VrrpChecksumMode sent, VrrpChecksumMode expected, VrrpRefusal refusal) =>
        Assert.Equal(refusal, Decode(Messages.V3(sent), new VrrpDecodePolicy { ChecksumMode = expected }));

    [Fact]
    public void Checksum_modes_change_nothing_for_version_2_and_IPv6()
    {
        foreach (VrrpChecksumMode mode in Enum.GetValues<VrrpChecksumMode>())
        {
            var policy = new VrrpDecodePolicy { ChecksumMode = mode };
            Assert.Equal(VrrpRefusal.None, Decode(Messages.V2(), policy));
            Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(Messages.V3IPv6(), Messages.Context6(policy), out _));
        }
    }

    [Fact]
    public void Too_short()
    {
        byte[] message = Messages.V3();
        for (int length = 0; length < 8; length++)
        {
            Assert.Equal(VrrpRefusal.TooShort, VrrpDecoder.Decode(message.AsSpan(0, length), Messages.Context4(), out VrrpAdvertisement advertisement));
            Assert.True(advertisement.IsEmpty);
        }
    }

    [Theory]
    [InlineData(255, 255, VrrpRefusal.None)]
    [InlineData(254, 255, VrrpRefusal.BadTimeToLive)]
    [InlineData(64, 64, VrrpRefusal.None)]
    [InlineData(63, 64, VrrpRefusal.BadTimeToLive)]
    [InlineData(0, 0, VrrpRefusal.None)]
    [InlineData(VrrpDecodeContext.UnknownTimeToLive, 255, VrrpRefusal.None)]
    public void Time_to_live(int timeToLive, int minimum, VrrpRefusal refusal)
    {
        VrrpDecodeContext context = Messages.Context4(new VrrpDecodePolicy { MinimumTimeToLive = minimum }, timeToLive);
        Assert.Equal(refusal, VrrpDecoder.Decode(Messages.V3(), context, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(15)]
    public void Versions_that_do_not_exist(int version)
    {
        byte[] message = Messages.V3();
        message[0] = (byte)((version << 4) | 1);
        Assert.Equal(VrrpRefusal.BadVersion, VrrpDecoder.Decode(message, Messages.Context4(), out VrrpAdvertisement advertisement));
        Assert.True(advertisement.IsEmpty);
    }

    [Fact]
    public void Versions_that_are_not_expected()
    {
        Assert.Equal(VrrpRefusal.BadVersion, Decode(Messages.V2(), new VrrpDecodePolicy { Version = VrrpVersion.V3 }));
        Assert.Equal(VrrpRefusal.BadVersion, Decode(Messages.V3(), new VrrpDecodePolicy { Version = VrrpVersion.V2 }));
        Assert.Equal(VrrpRefusal.None, Decode(Messages.V2(), new VrrpDecodePolicy { Version = VrrpVersion.V2 }));
        Assert.Equal(VrrpRefusal.None, Decode(Messages.V3(), new VrrpDecodePolicy { Version = VrrpVersion.V3 }));
    }

    [Fact]
    public void Version_2_has_no_IPv6()
    {
        byte[] message = Messages.V3IPv6();
        message[0] = 0x21;
        Assert.Equal(VrrpRefusal.BadVersion, VrrpDecoder.Decode(message, Messages.Context6(), out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(15)]
    public void Types_other_than_advertisement(int type)
    {
        byte[] message = Messages.V3();
        message[0] = (byte)(0x30 | type);
        Assert.Equal(VrrpRefusal.BadType, Decode(message));
    }

    [Fact]
    public void Virtual_router_id_0()
    {
        byte[] message = Messages.V3();
        message[1] = 0;
        Assert.Equal(VrrpRefusal.BadVirtualRouterId, Decode(message));
    }

    [Fact]
    public void Version_3_without_addresses_is_refused_and_version_2_is_not()
    {
        byte[] v3 = [0x31, 51, 100, 0, 0, 100, 0, 0];
        VrrpChecksum.Write(v3, Messages.Source4, VrrpConstants.MulticastIPv4, VrrpChecksumMode.PseudoHeader);
        Assert.Equal(VrrpRefusal.BadAddressCount, Decode(v3));

        byte[] v2 = [0x21, 51, 100, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        VrrpChecksum.Write(v2, Messages.Source4, VrrpConstants.MulticastIPv4, VrrpChecksumMode.PseudoHeader);
        Assert.Equal(VrrpRefusal.None, Decode(v2));
    }

    [Fact]
    public void Cut_short_behind_the_header()
    {
        foreach (byte[] message in new[] { Messages.V2(), Messages.V3() })
        {
            for (int length = 8; length < message.Length; length++)
            {
                Assert.Equal(VrrpRefusal.BadLength, VrrpDecoder.Decode(message.AsSpan(0, length), Messages.Context4(), out VrrpAdvertisement advertisement));
                Assert.Equal(2, advertisement.DeclaredAddressCount);
                Assert.Equal(Math.Min(2, (length - 8) / 4), advertisement.AddressCount);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(27)]
    [InlineData(28)]
    [InlineData(29)]
    public void Trailing_bytes(int extra)
    {
        byte[] message = [.. Messages.V3(), .. new byte[extra]];
        Assert.Equal(VrrpRefusal.TrailingBytes, Decode(message));
        VrrpRefusal allowed = VrrpDecoder.Decode(
            message, Messages.Context4(new VrrpDecodePolicy { AllowHmacTrailer = true }), out VrrpAdvertisement advertisement);
        Assert.Equal(extra == 28 ? VrrpRefusal.None : VrrpRefusal.TrailingBytes, allowed);
        Assert.Equal(extra == 28 ? 28 : 0, advertisement.Trailer.Length);
    }

    [Fact]
    public void Any_flipped_bit_is_found()
    {
        foreach (byte[] message in new[] { Messages.V2(), Messages.V3() })
        {
            for (int bit = 0; bit < message.Length * 8; bit++)
            {
                message[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.NotEqual(VrrpRefusal.None, Decode(message));
                message[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            Assert.Equal(VrrpRefusal.None, Decode(message));
        }
    }

    [Fact]
    public void The_checksum_can_be_taken_on_trust()
    {
        byte[] message = Messages.V3();
        message[6] ^= 1;
        Assert.Equal(VrrpRefusal.BadChecksum, Decode(message));
        Assert.Equal(VrrpRefusal.None, Decode(message, new VrrpDecodePolicy { VerifyChecksum = false }));
    }

    [Fact]
    public void A_message_to_another_group_has_another_checksum()
    {
        var context = new VrrpDecodeContext(Messages.Source4, InetAddress.Parse("198.51.100.12"), 255);
        Assert.Equal(VrrpRefusal.BadChecksum, VrrpDecoder.Decode(Messages.V3(), context, out _));
        Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(Messages.V2(), context, out _));
    }

    [Fact]
    public void Authentication_types()
    {
        byte[] message = Messages.V2();
        message[4] = 3;
        VrrpChecksum.Write(message, Messages.Source4, VrrpConstants.MulticastIPv4, VrrpChecksumMode.PseudoHeader);
        Assert.Equal(VrrpRefusal.BadAuthenticationType, Decode(message));

        foreach (VrrpAuthenticationType sent in Enum.GetValues<VrrpAuthenticationType>())
        {
            Assert.Equal(VrrpRefusal.None, Decode(Messages.V2(sent)));
            foreach (VrrpAuthenticationType expected in Enum.GetValues<VrrpAuthenticationType>())
            {
                Assert.Equal(
                    sent == expected ? VrrpRefusal.None : VrrpRefusal.BadAuthenticationType,
                    Decode(Messages.V2(sent), new VrrpDecodePolicy { AuthenticationType = expected }));
            }
        }
    }

    [Fact]
    public void Passwords()
    {
        byte[] message = Messages.V2(VrrpAuthenticationType.Password, "s3cr3t");
        var policy = new VrrpDecodePolicy
        {
            AuthenticationType = VrrpAuthenticationType.Password,
            Password = VrrpPassword.FromText("s3cr3t"),
        };
        Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(message, Messages.Context4(policy), out VrrpAdvertisement advertisement));
        Assert.Equal(VrrpPassword.FromText("s3cr3t"), advertisement.Password);
        Assert.Equal(VrrpRefusal.BadPassword, Decode(message, new VrrpDecodePolicy { Password = VrrpPassword.FromText("s3cr3t2") }));
        Assert.Equal(VrrpRefusal.BadAuthenticationType, Decode(Messages.V2(), policy));
        Assert.Equal(VrrpRefusal.None, Decode(message));
    }

    [Fact]
    public void An_interval_of_0_and_reserved_bits_are_accepted()
    {
        byte[] message = Messages.V3();
        message[4] = 0xF0;
        message[5] = 0;
        VrrpChecksum.Write(message, Messages.Source4, VrrpConstants.MulticastIPv4, VrrpChecksumMode.PseudoHeader);
        Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(message, Messages.Context4(), out VrrpAdvertisement advertisement));
        Assert.Equal(TimeSpan.Zero, advertisement.Interval);
    }

    [Fact]
    public void The_first_reason_wins()
    {
        // Everything is wrong here; each repair shows the next reason.
        byte[] message = [0x45, 0, 100, 9, 7, 1, 0, 0];
        var policy = new VrrpDecodePolicy { Version = VrrpVersion.V2, AuthenticationType = VrrpAuthenticationType.Password };
        Assert.Equal(VrrpRefusal.BadTimeToLive, VrrpDecoder.Decode(message, Messages.Context4(policy, timeToLive: 1), out _));
        Assert.Equal(VrrpRefusal.BadVersion, Decode(message, policy));
        message[0] = 0x25;
        Assert.Equal(VrrpRefusal.BadType, Decode(message, policy));
        message[0] = 0x21;
        Assert.Equal(VrrpRefusal.BadVirtualRouterId, Decode(message, policy));
        message[1] = 1;
        Assert.Equal(VrrpRefusal.BadLength, Decode(message, policy));
        message = [.. message, .. new byte[9 * 4], .. new byte[9]];
        Assert.Equal(VrrpRefusal.TrailingBytes, Decode(message, policy));
        message = message[..^1];
        Assert.Equal(VrrpRefusal.BadChecksum, Decode(message, policy));
        VrrpChecksum.Write(message, Messages.Source4, VrrpConstants.MulticastIPv4, VrrpChecksumMode.PseudoHeader);
        Assert.Equal(VrrpRefusal.BadAuthenticationType, Decode(message, policy));
    }

    [Fact]
    public void A_refused_message_can_still_be_looked_at()
    {
        byte[] message = Messages.V3();
        message[6] ^= 1;
        Assert.Equal(VrrpRefusal.BadChecksum, VrrpDecoder.Decode(message, Messages.Context4(), out VrrpAdvertisement advertisement));
        Assert.Equal(200, advertisement.Priority);
        Assert.Equal(Messages.Addresses4[1], advertisement.GetAddress(1));
    }

    [Fact]
    public void Addresses_beyond_the_count_are_refused()
    {
        VrrpDecoder.Decode(Messages.V3(), Messages.Context4(), out VrrpAdvertisement advertisement);
        try
        {
            advertisement.GetAddress(2);
            Assert.Fail("There are two addresses.");
        }
        catch (ArgumentOutOfRangeException e)
        {
            Assert.Equal("index", e.ParamName);
        }
    }

    [Fact]
    public void Peeks_at_the_virtual_router_id()
    {
        Assert.True(VrrpDecoder.TryPeekVirtualRouterId(Messages.V3(), out byte id));
        Assert.Equal(51, id);
        Assert.False(VrrpDecoder.TryPeekVirtualRouterId(Messages.V3().AsSpan(0, 7), out _));
    }

    [Fact]
    public void Without_addresses_the_packet_counts_as_IPv4_and_nothing_is_thrown()
    {
        Assert.Equal(VrrpRefusal.BadTimeToLive, VrrpDecoder.Decode(Messages.V3(), default, out _));
        Assert.Equal(VrrpRefusal.BadChecksum, VrrpDecoder.Decode(Messages.V3(), new VrrpDecodeContext(default, default), out _));
        var context = new VrrpDecodeContext(default, default, policy: new VrrpDecodePolicy { VerifyChecksum = false });
        Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(Messages.V3(), context, out _));
    }

    [Fact]
    public void Every_reason_has_a_sentence_of_its_own()
    {
        string[] sentences = [.. Enum.GetValues<VrrpRefusal>().Select(VrrpRefusals.Describe)];
        Assert.Equal(VrrpRefusals.Count, sentences.Length);
        Assert.Equal(sentences.Length, sentences.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain("unknown reason", sentences);
        Assert.Equal(Enumerable.Range(0, VrrpRefusals.Count), Enum.GetValues<VrrpRefusal>().Select(r => (int)r));
    }

    private static VrrpRefusal Decode(byte[] message, VrrpDecodePolicy? policy = null) =>
        VrrpDecoder.Decode(message, Messages.Context4(policy), out _);
}
