using CsCheck;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Protocol;

public sealed class VrrpEncoderTests
{
    [Fact]
    public void Writes_the_message_of_the_HMAC_draft()
    {
        byte[] message = Messages.Encode(new VrrpAdvertisementFields
        {
            VirtualRouterId = 51,
            Priority = 200,
            Addresses = [InetAddress.Parse("192.0.2.100")],
            Source = Messages.Source4,
            Destination = VrrpConstants.MulticastIPv4,
            ChecksumMode = VrrpChecksumMode.MessageOnly,
        });
        Assert.Equal("3133c80100644402c0000264", Convert.ToHexStringLower(message));
    }

    [Fact]
    public void A_new_priority_gives_the_bytes_of_a_new_message()
    {
        foreach (byte[] message in new[] { Messages.V2(VrrpAuthenticationType.Password, "s3cr3t"), Messages.V3(), Messages.V3(VrrpChecksumMode.MessageOnly), Messages.V3IPv6() })
        {
            bool ipv6 = message.Length > 8 + 16;
            VrrpDecodePolicy policy = new() { ChecksumMode = VrrpChecksumMode.Either };
            for (int priority = 0; priority <= 255; priority++)
            {
                VrrpEncoder.SetPriority(message, (byte)priority);
                VrrpDecodeContext context = ipv6 ? Messages.Context6(policy) : Messages.Context4(policy);
                Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(message, context, out VrrpAdvertisement advertisement));
                Assert.Equal(priority, advertisement.Priority);
            }
        }
    }

    [Fact]
    public void A_new_peer_needs_a_new_checksum()
    {
        byte[] message = Messages.V3();
        var peer = InetAddress.Parse("198.51.100.12");
        VrrpChecksum.Write(message, Messages.Source4, peer, VrrpChecksumMode.PseudoHeader);
        Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(message, new VrrpDecodeContext(Messages.Source4, peer, 255), out _));
    }

    [Fact]
    public void Whatever_is_written_reads_the_same() => Gen.Select(
        Gen.Bool, Gen.Bool, Gen.Byte[1, 255], Gen.Byte, Gen.Int[1, 4095], Gen.Int[0, 255], Gen.ULong, Gen.Int[0, 2])
        .Sample((ipv6, two, id, priority, interval, count, seed, type) =>
        {
            bool v2 = two && !ipv6;
            VrrpVersion version = v2 ? VrrpVersion.V2 : VrrpVersion.V3;
            int units = v2 ? 1 + (interval % 255) : interval;
            count = v2 ? count : Math.Max(1, count);
            InetAddress[] addresses = [.. Enumerable.Range(0, count).Select(i => Derive(ipv6, seed + (ulong)i))];
            InetAddress source = Derive(ipv6, ~seed);
            InetAddress destination = Derive(ipv6, seed ^ 0x5555);
            var authentication = (VrrpAuthenticationType)(v2 ? type : 0);
            var password = VrrpPassword.FromBytes(BitConverter.GetBytes(seed));

            byte[] message = Messages.Encode(new VrrpAdvertisementFields
            {
                Version = version,
                VirtualRouterId = id,
                Priority = priority,
                Interval = VrrpInterval.ToTimeSpan(version, units),
                Addresses = addresses,
                Source = source,
                Destination = destination,
                AuthenticationType = authentication,
                Password = password,
            });

            var policy = new VrrpDecodePolicy { Version = version, AuthenticationType = v2 ? authentication : null, Password = password };
            Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(message, new VrrpDecodeContext(source, destination, 255, policy), out VrrpAdvertisement read));
            Assert.Equal((version, id, priority, units), (read.Version, read.VirtualRouterId, read.Priority, read.IntervalUnits));
            Assert.Equal(count, read.AddressCount);
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(addresses[i], read.GetAddress(i));
            }

            Assert.Equal(authentication, read.AuthenticationType);
            Assert.Equal(authentication == VrrpAuthenticationType.Password ? password : default, read.Password);
            Assert.Equal(source.Family, read.AddressFamily);
        });

    [Theory]
    [InlineData("VirtualRouterId", VrrpVersion.V3, 0, 1000, 1, 0)]
    [InlineData("Version", (VrrpVersion)4, 1, 1000, 1, 0)]
    [InlineData("Interval", VrrpVersion.V3, 1, 0, 1, 0)]
    [InlineData("Interval", VrrpVersion.V3, 1, 41_000, 1, 0)]
    [InlineData("Interval", VrrpVersion.V2, 1, 1500, 1, 0)]
    [InlineData("Addresses", VrrpVersion.V3, 1, 1000, 0, 0)]
    [InlineData("Addresses", VrrpVersion.V3, 1, 1000, 256, 0)]
    [InlineData("AuthenticationType", VrrpVersion.V3, 1, 1000, 1, 1)]
    [InlineData("AuthenticationType", VrrpVersion.V2, 1, 1000, 1, 3)]
    public void Refuses_what_the_version_cannot_say(string field, VrrpVersion version, byte id, int milliseconds, int count, int authentication)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => VrrpEncoder.Encode(new byte[2000], new VrrpAdvertisementFields
        {
            Version = version,
            VirtualRouterId = id,
            Interval = TimeSpan.FromMilliseconds(milliseconds),
            Addresses = Enumerable.Repeat(Messages.Addresses4[0], count).ToArray(),
            Source = Messages.Source4,
            Destination = VrrpConstants.MulticastIPv4,
            AuthenticationType = (VrrpAuthenticationType)authentication,
        }));
        Assert.StartsWith($"{field}: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_mixed_families()
    {
        Assert.Throws<ArgumentException>(() => Encode(Messages.Source6, VrrpConstants.MulticastIPv6, VrrpVersion.V3, Messages.Addresses4));
        Assert.Throws<ArgumentException>(() => Encode(Messages.Source4, VrrpConstants.MulticastIPv6, VrrpVersion.V3, Messages.Addresses4));
        Assert.Throws<ArgumentException>(() => Encode(Messages.Source6, VrrpConstants.MulticastIPv6, VrrpVersion.V2, Messages.Addresses6));
        Assert.Throws<ArgumentException>(() => Encode(default, default, VrrpVersion.V3, []));
    }

    [Fact]
    public void Writes_nothing_where_there_is_no_room()
    {
        byte[] room = new byte[Messages.V3().Length - 1];
        Assert.Throws<ArgumentException>(() => VrrpEncoder.Encode(room, new VrrpAdvertisementFields
        {
            VirtualRouterId = 51,
            Addresses = Messages.Addresses4,
            Source = Messages.Source4,
            Destination = VrrpConstants.MulticastIPv4,
        }));
        Assert.All(room, b => Assert.Equal(0, b));
    }

    [Fact]
    public void Parts_of_a_message_are_refused()
    {
        Assert.Throws<ArgumentException>(() => VrrpEncoder.SetPriority(new byte[7], 1));
        Assert.Throws<ArgumentException>(() => VrrpChecksum.Write(new byte[7], Messages.Source4, Messages.Source4, default));
        Assert.Throws<ArgumentException>(() => VrrpChecksum.Write(Messages.V3().AsSpan(0, 12).ToArray(), Messages.Source4, Messages.Source4, default));
    }

    private static void Encode(InetAddress source, InetAddress destination, VrrpVersion version, InetAddress[] addresses) =>
        VrrpEncoder.Encode(new byte[100], new VrrpAdvertisementFields
        {
            Version = version,
            VirtualRouterId = 1,
            Addresses = addresses,
            Source = source,
            Destination = destination,
        });

    private static InetAddress Derive(bool ipv6, ulong value) => ipv6
        ? InetAddress.FromIPv6(new UInt128(value * 0x9E3779B97F4A7C15, value))
        : InetAddress.FromIPv4((uint)(value * 0x9E3779B97F4A7C15 >> 32));
}
