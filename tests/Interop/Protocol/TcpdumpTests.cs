using System.Buffers.Binary;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Protocol.Authentication;

namespace NginxHa.Tests.Interop.Protocol;

/// <summary>What tcpdump says of the packets that the codec makes.</summary>
public sealed class TcpdumpTests : IDisposable
{
    private const int RawIpLinkType = 101;

    private static readonly InetAddress Source4 = InetAddress.Parse("198.51.100.10");
    private static readonly InetAddress Source6 = InetAddress.Parse("fe80::10");
    private static readonly InetAddress Peer4 = InetAddress.Parse("198.51.100.12");
    private static readonly InetAddress Peer6 = InetAddress.Parse("2001:db8::12");

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [InteropFact(Needs.Tcpdump)]
    public void Every_kind_of_packet_is_well_formed_with_a_good_checksum()
    {
        List<byte[]> packets = [];
        List<string[]> expected = [];
        foreach (int count in new[] { 1, 2, 20, 255 })
        {
            foreach (byte priority in new byte[] { 0, 1, 100, 255 })
            {
                foreach (VrrpAuthenticationType type in Enum.GetValues<VrrpAuthenticationType>())
                {
                    InetAddress destination = priority == 1 ? Peer4 : VrrpConstants.MulticastIPv4;
                    packets.Add(IPv4(destination, V2(destination, count, priority, type), type));
                    string auth = type switch { VrrpAuthenticationType.None => "none", VrrpAuthenticationType.Password => "simple", _ => "ah" };
                    expected.Add([$"VRRPv2, Advertisement, vrid 51, prio {priority}, authtype {auth}, intvl 7s"]);
                }

                InetAddress target4 = priority == 1 ? Peer4 : VrrpConstants.MulticastIPv4;
                packets.Add(IPv4(target4, V3(Source4, target4, count, priority), VrrpAuthenticationType.None));
                InetAddress target6 = priority == 1 ? Peer6 : VrrpConstants.MulticastIPv6;
                packets.Add(IPv6(target6, V3(Source6, target6, count, priority)));
                string v3 = $"VRRPv3, Advertisement, vrid 51, prio {priority}, intvl 25cs";
                expected.AddRange([[v3, $"{target4}: VRRP"], [v3, $"{target6}: VRRP"]]);
            }
        }

        string[] said = Judge(packets);
        Assert.Equal(expected.Count, said.Length);
        for (int i = 0; i < said.Length; i++)
        {
            Assert.DoesNotContain("bad", said[i], StringComparison.Ordinal);
            Assert.DoesNotContain("[|", said[i], StringComparison.Ordinal);
            Assert.DoesNotContain("invalid", said[i], StringComparison.Ordinal);
            Assert.All(expected[i], part => Assert.Contains(part, said[i], StringComparison.Ordinal));
        }
    }

    [InteropFact(Needs.Tcpdump)]
    public void A_broken_checksum_is_called_bad()
    {
        byte[] v2 = IPv4(VrrpConstants.MulticastIPv4, V2(VrrpConstants.MulticastIPv4, 1, 100, VrrpAuthenticationType.None), VrrpAuthenticationType.None);
        byte[] v3 = IPv4(VrrpConstants.MulticastIPv4, V3(Source4, VrrpConstants.MulticastIPv4, 1, 100), VrrpAuthenticationType.None);
        byte[] v6 = IPv6(VrrpConstants.MulticastIPv6, V3(Source6, VrrpConstants.MulticastIPv6, 1, 100));
        v2[20 + 6] ^= 1;
        v3[20 + 6] ^= 1;
        v6[40 + 6] ^= 1;
        Assert.All(Judge([v2, v3, v6]), line => Assert.Contains("bad vrrp cksum", line, StringComparison.Ordinal));
    }

    private static byte[] V2(InetAddress destination, int count, byte priority, VrrpAuthenticationType type) => Encode(new VrrpAdvertisementFields
    {
        Version = VrrpVersion.V2,
        VirtualRouterId = 51,
        Priority = priority,
        Interval = TimeSpan.FromSeconds(7),
        Addresses = Addresses(false, count),
        Source = Source4,
        Destination = destination,
        AuthenticationType = type,
        Password = VrrpPassword.FromText("s3cr3t"),
    });

    private static byte[] V3(InetAddress source, InetAddress destination, int count, byte priority) => Encode(new VrrpAdvertisementFields
    {
        VirtualRouterId = 51,
        Priority = priority,
        Interval = TimeSpan.FromMilliseconds(250),
        Addresses = Addresses(source.IsIPv6, count),
        Source = source,
        Destination = destination,
    });

    private static InetAddress[] Addresses(bool ipv6, int count) => [.. Enumerable.Range(0, count).Select(i => ipv6
        ? InetAddress.FromIPv6(new UInt128(0x20010DB800000000, (ulong)i))
        : InetAddress.FromIPv4(0xC0000200 + (uint)i))];

    private static byte[] Encode(in VrrpAdvertisementFields fields)
    {
        byte[] message = new byte[VrrpEncoder.GetLength(fields)];
        VrrpEncoder.Encode(message, fields);
        return message;
    }

    private static byte[] IPv4(InetAddress destination, byte[] message, VrrpAuthenticationType type)
    {
        if (type == VrrpAuthenticationType.AuthenticationHeader)
        {
            byte[] signed = [.. new byte[AuthenticationHeaderAssociation.HeadersLength], .. message];
            using var association = new AuthenticationHeaderAssociation(VrrpPassword.FromText("secret-k"), unicast: !destination.IsMulticast);
            association.TryAdvance();
            association.Sign(signed, Source4, destination);
            return signed;
        }

        byte[] packet = [.. new byte[Ipv4Header.MinimumLength], .. message];
        new Ipv4Header
        {
            TypeOfService = Ipv4Header.InternetworkControl,
            TotalLength = packet.Length,
            TimeToLive = VrrpConstants.TimeToLive,
            Protocol = VrrpConstants.IpProtocol,
            Source = Source4,
            Destination = destination,
        }.Write(packet);
        return packet;
    }

    private static byte[] IPv6(InetAddress destination, byte[] message) =>
    [
        0x6C, 0, 0, 0, (byte)(message.Length >> 8), (byte)message.Length, VrrpConstants.IpProtocol, VrrpConstants.TimeToLive,
        .. Source6.ToIPAddress().GetAddressBytes(),
        .. destination.ToIPAddress().GetAddressBytes(),
        .. message,
    ];

    /// <summary>One line for each packet.</summary>
    private string[] Judge(IEnumerable<byte[]> packets)
    {
        using (FileStream file = File.Create(_folder["own.pcap"]))
        {
            Span<byte> header = stackalloc byte[24];
            header.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B2C3D4);
            BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
            BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
            BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 65535);
            BinaryPrimitives.WriteUInt32LittleEndian(header[20..], RawIpLinkType);
            file.Write(header);
            Span<byte> record = stackalloc byte[16];
            foreach (byte[] packet in packets)
            {
                record.Clear();
                BinaryPrimitives.WriteInt32LittleEndian(record[8..], packet.Length);
                BinaryPrimitives.WriteInt32LittleEndian(record[12..], packet.Length);
                file.Write(record);
                file.Write(packet);
            }
        }

        // tcpdump breaks a packet's line after the IPv4 header and indents the rest.
        string output = Command.Run("tcpdump", "-nn", "-vv", "-t", "-r", _folder["own.pcap"]).Output;
        return output.Replace("\n    ", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
