using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Networking;

/// <summary>Advertisements between two nodes.</summary>
public sealed class PortTests : IDisposable
{
    private static readonly byte[] Message = [0x21, 51, 100, 1, 0, 1, 0x70, 0x19, 10, 77, 0, 100, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly TestNetwork _network = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _network.Dispose();

    [InteropTheory]
    [InlineData("10.77.0.1", "10.77.0.2", "224.0.0.18")]
    [InlineData("fe80::1", "fe80::2", "ff02::12")]
    public void Multicast_arrives_with_everything_there_is_to_know(string from, string to, string group)
    {
        (StackHost left, StackHost right) = Pair(from, to);
        using (left)
        using (right)
        {
            IAdvertisementPort sender = Open(left, from);
            Open(right, to);

            Send(left, sender, Message);
            right.PollUntil(events => events.Packets.Count > 0, "a packet");

            RecordedPacket packet = Assert.Single(right.Events.Packets);
            Assert.Equal(right.Link.Index, packet.LinkIndex);
            Assert.Equal(InetAddress.Parse(from), packet.Source);
            Assert.Equal(InetAddress.Parse(group), packet.Destination);
            Assert.Equal(255, packet.TimeToLive);
            Assert.Equal(112, packet.Protocol);
            Assert.Equal(packet.Source.IsIPv4 ? 20 : 0, packet.Ipv4Header.Length);
            if (packet.Source.IsIPv4)
            {
                Assert.Equal(Message, packet.Payload);
            }
            else
            {
                // The kernel wrote its own checksum over ours.
                Assert.Equal(Message[..6], packet.Payload[..6]);
                Assert.Equal(Message[8..], packet.Payload[8..]);
                InternetChecksum checksum = default;
                checksum.AddPseudoHeader(packet.Source, packet.Destination, packet.Protocol, packet.Payload.Length);
                checksum.Add(packet.Payload);
                Assert.Equal(0, checksum.Value);
            }

            left.PollFor(TimeSpan.FromMilliseconds(50));
            Assert.Empty(left.Events.Packets);
            Assert.Equal(0, left.Stack.SendErrors);
        }
    }

    [InteropTheory]
    [InlineData("10.77.0.1", "10.77.0.2")]
    [InlineData("fd00::1", "fd00::2")]
    [InlineData("fe80::1", "fe80::2")]
    public void Unicast_goes_to_every_peer_with_the_TTL_asked_for(string from, string to)
    {
        (StackHost left, StackHost right) = Pair(from, to);
        using (left)
        using (right)
        {
            IAdvertisementPort sender = Open(left, from, options => options with { Peers = [Parse(to), Parse(to)], TimeToLive = 64 });
            Open(right, to, options => options with { Peers = [Parse(from)] });

            Send(left, sender, Message);
            right.PollUntil(events => events.Packets.Count >= 2, "two packets");

            Assert.Equal(2, right.Events.Packets.Count);
            Assert.All(right.Events.Packets, packet =>
            {
                Assert.Equal(Parse(from), packet.Source);
                Assert.Equal(Parse(to), packet.Destination);
                Assert.Equal(64, packet.TimeToLive);
            });
        }
    }

    [InteropFact(Needs.Tcpdump)]
    public async Task Packets_look_on_the_wire_as_keepalived_sends_them()
    {
        (StackHost left, StackHost right) = Pair("10.77.0.1", "10.77.0.2", "fe80::1");
        using (left)
        using (right)
        {
            using PacketCapture capture = await PacketCapture.StartAsync(right.Node, "proto 112 or ip6 proto 112", Cancelled);
            Send(left, Open(left, "10.77.0.1"), Message);
            Send(left, Open(left, "fe80::1"), [0x31, 51, 100, 0, 0, 100, 0, 0]);
            Open(right, "10.77.0.2");
            await Task.Delay(200, Cancelled);

            string seen = capture.Describe();
            Assert.Contains("tos 0xc0, ttl 255, id 1, offset 0, flags [none], proto VRRP (112), length 40", seen, StringComparison.Ordinal);
            Assert.Contains("10.77.0.1 > 224.0.0.18: VRRPv2, Advertisement, vrid 51, prio 100", seen, StringComparison.Ordinal);
            Assert.Contains("01:00:5e:00:00:12", seen, StringComparison.Ordinal);
            Assert.Contains("class 0xc0", seen, StringComparison.Ordinal);
            Assert.Contains("hlim 255, next-header VRRP (112)", seen, StringComparison.Ordinal);
            Assert.Contains("33:33:00:00:00:12", seen, StringComparison.Ordinal);
            Assert.DoesNotContain("bad", seen, StringComparison.Ordinal);
        }
    }

    [InteropFact]
    public void A_packet_with_its_own_header_arrives_bit_by_bit()
    {
        (StackHost left, StackHost right) = Pair("10.77.0.1", "10.77.0.2");
        using (left)
        using (right)
        {
            IAdvertisementPort sender = Open(left, "10.77.0.1", options => options with { Protocol = 51 });
            Open(right, "10.77.0.2", options => options with { Protocol = 51 });
            byte[] packet = new byte[20 + 24 + Message.Length];
            new Ipv4Header
            {
                TypeOfService = Ipv4Header.InternetworkControl,
                TotalLength = packet.Length,
                Identification = 0x1234,
                TimeToLive = 255,
                Protocol = 51,
                Source = Parse("10.77.0.1"),
                Destination = VrrpConstants.MulticastIPv4,
            }.Write(packet);
            packet[20] = 112;
            packet[21] = 4;
            Message.CopyTo(packet, 44);
            byte[] otherTraffic = [.. packet];
            otherTraffic[20] = 6;

            left.Do(stack =>
            {
                sender.SendPacket(otherTraffic);
                sender.SendPacket(packet);
                stack.Flush();
            });
            right.PollUntil(events => events.Packets.Count > 0, "a packet");
            right.PollFor(TimeSpan.FromMilliseconds(50));

            RecordedPacket received = Assert.Single(right.Events.Packets);
            Assert.Equal(51, received.Protocol);
            Assert.Equal(packet, (byte[])[.. received.Ipv4Header, .. received.Payload]);
        }
    }

    [InteropFact]
    public void A_group_is_heard_only_on_the_links_that_listen()
    {
        (StackHost left, StackHost right) = Pair("10.77.0.1", "10.77.0.2");
        using (left)
        using (right)
        {
            right.Node.Ip("link add other type veth peer name far", "link set other up", "link set far up", "address add 10.78.0.1/24 dev other");
            int other = right.Do(stack => stack.TryGetLink("other", out LinkState link) ? link.Index : 0);
            IAdvertisementPort sender = Open(left, "10.77.0.1");

            // Somebody else in the namespace is a member on eth0, which alone must not make us listen there.
            Open(right, "10.78.0.1", options => options with { LinkIndex = other });
            using StackHost member = new(right.Node);
            Open(member, "10.77.0.2");

            Send(left, sender, Message);
            member.PollUntil(events => events.Packets.Count > 0, "a packet at the member");
            right.PollFor(TimeSpan.FromMilliseconds(50));
            Assert.Empty(right.Events.Packets);
        }
    }

    [InteropFact]
    public void What_was_queued_leaves_when_its_port_is_closed_and_nothing_after()
    {
        (StackHost left, StackHost right) = Pair("10.77.0.1", "10.77.0.2");
        using (left)
        using (right)
        {
            Open(right, "10.77.0.2");
            IAdvertisementPort sender = Open(left, "10.77.0.1");
            left.Do(_ =>
            {
                sender.Send(Message);
                sender.Dispose();
                sender.Send(Message);
            });
            right.PollUntil(events => events.Packets.Count > 0, "the farewell");
            right.PollFor(TimeSpan.FromMilliseconds(50));
            Assert.Single(right.Events.Packets);
        }
    }

    [InteropFact]
    public void A_refused_message_is_counted_and_the_others_leave()
    {
        (StackHost left, StackHost right) = Pair("10.77.0.1", "10.77.0.2");
        using (left)
        using (right)
        {
            Open(right, "10.77.0.2");
            IAdvertisementPort unreachable = Open(left, "10.77.0.1", options => options with { Peers = [Parse("192.0.2.1")] });
            IAdvertisementPort good = Open(left, "10.77.0.1");
            left.Do(stack =>
            {
                good.Send(Message);
                unreachable.Send(Message);
                good.Send(Message);
                stack.Flush();
            });

            right.PollUntil(events => events.Packets.Count >= 2, "both good ones");
            Assert.Equal(1, left.Stack.SendErrors);
        }
    }

    [InteropFact]
    public void A_burst_of_four_thousand_is_received_whole()
    {
        (StackHost left, StackHost right) = Pair("10.77.0.1", "10.77.0.2");
        using (left)
        using (right)
        {
            Open(right, "10.77.0.2");
            IAdvertisementPort sender = Open(left, "10.77.0.1");
            left.Do(stack =>
            {
                for (int i = 0; i < 4096; i++)
                {
                    sender.Send(Message);
                }

                stack.Flush();
            });

            right.PollUntil(events => events.Packets.Count >= 4096, "4,096 packets");
            Assert.Equal(0, left.Stack.SendErrors);
        }
    }

    [InteropFact]
    public void Wrong_ports_are_refused_by_name()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));
        Assert.Contains("interface 4711", Assert.Throws<NetworkException>(
            () => Open(host, "10.77.0.1", options => options with { LinkIndex = 4711 })).Message, StringComparison.Ordinal);
        Assert.Contains("fd00::2", Assert.Throws<ArgumentException>(
            () => Open(host, "10.77.0.1", options => options with { Peers = [Parse("fd00::2")] })).Message, StringComparison.Ordinal);
        Assert.Contains("89", Assert.Throws<ArgumentException>(
            () => Open(host, "10.77.0.1", options => options with { Protocol = 89 })).Message, StringComparison.Ordinal);
    }

    private static InetAddress Parse(string address) => InetAddress.Parse(address);

    private static IAdvertisementPort Open(StackHost host, string source, Func<PortOptions, PortOptions>? change = null)
    {
        PortOptions options = new() { LinkIndex = host.Link.Index, Source = Parse(source) };
        return host.Do(stack => stack.OpenPort(change?.Invoke(options) ?? options));
    }

    private static void Send(StackHost host, IAdvertisementPort port, byte[] message) => host.Do(stack =>
    {
        port.Send(message);
        stack.Flush();
    });

    private (StackHost Left, StackHost Right) Pair(string left, string right, params string[] more) => (
        new StackHost(_network.AddNode("left", [WithPrefix(left), .. more.Select(WithPrefix)])),
        new StackHost(_network.AddNode("right", [WithPrefix(right), .. more.Length > 0 ? ["fe80::2/64"] : Array.Empty<string>()])));

    private static string WithPrefix(string address) => address + (Parse(address).IsIPv6 ? "/64" : "/24");
}
