using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Networking;

/// <summary>What the stack costs: descriptors, memberships, memory. Alone, as it counts what the whole process has.</summary>
[Collection(TimingSensitive.Name)]
public sealed class ResourceTests : IDisposable
{
    private static readonly byte[] Message = [0x21, 51, 100, 1, 0, 1, 0, 0, 10, 77, 0, 100, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [InteropFact]
    public void Many_links_and_routers_share_three_sockets_and_a_few_memberships()
    {
        const int Links = 45;
        using StackHost left = new(_network.AddNode("left", "10.77.0.1/24"));
        using StackHost right = new(_network.AddNode("right", "10.77.0.2/24"));
        right.Node.Ip(Enumerable.Range(0, Links).SelectMany(i => new[]
        {
            $"link add m{i} link eth0 type macvlan mode bridge",
            $"link set m{i} up",
        }));
        Assert.Equal("20", right.Node.ReadSetting("/proc/sys/net/ipv4/igmp_max_memberships"));
        int before = DescriptorCount();
        IAdvertisementPort[] ports = right.Do(stack => Enumerable.Range(0, Links).SelectMany(i =>
        {
            Assert.True(stack.TryGetLink($"m{i}", out LinkState link));
            PortOptions options = new() { LinkIndex = link.Index, Source = InetAddress.Parse("10.77.0.2") };
            return new[] { stack.OpenPort(options), stack.OpenPort(options), stack.OpenPort(options) };
        }).ToArray());

        // One to send, one to receive, and three that hold 45 memberships.
        Assert.Equal(before + 5, DescriptorCount());
        left.Do(stack =>
        {
            stack.OpenPort(new PortOptions { LinkIndex = left.Link.Index, Source = InetAddress.Parse("10.77.0.1") }).Send(Message);
            stack.Flush();
        });
        right.PollUntil(events => events.Packets.Count >= Links, "a copy on every link");
        Assert.Equal(Links, right.Events.Packets.Select(packet => packet.LinkIndex).Distinct().Count());

        right.Do(_ => Array.ForEach(ports, port => port.Dispose()));
        right.Do(_ => Array.ForEach(ports, port => port.Dispose()));

        // The left one has its sender, its receiver and its membership.
        Assert.Equal(before + 3, DescriptorCount());
        Assert.DoesNotContain("224.0.0.18", right.Node.Run("ip", "maddress", "show").Output, StringComparison.Ordinal);
    }

    [InteropTheory]
    [InlineData("10.77.0.1", "10.77.0.2")]
    [InlineData("fe80::1", "fe80::2")]
    public void Sending_and_receiving_allocate_nothing(string from, string to)
    {
        const int Rounds = 10_000;
        using StackHost left = new(_network.AddNode("left", WithPrefix(from)));
        using StackHost right = new(_network.AddNode("right", WithPrefix(to)));
        IAdvertisementPort sender = Open(left, from);
        Open(right, to);

        // Both on one thread, packet by packet: the switch delivers before the send returns or soon after.
        (long allocated, int received) = left.Do(stack =>
        {
            Counter counter = new();
            void Exchange(int rounds)
            {
                for (int i = 0; i < rounds; i++)
                {
                    sender.Send(Message);
                    stack.Flush();
                    stack.Announce(left.Link.Index, InetAddress.AnyIPv4);
                    int expected = counter.Packets + 1;
                    while (counter.Packets < expected)
                    {
                        right.Stack.Poll(right.Stack.Now + TimeSpan.TicksPerSecond, counter);
                    }
                }
            }

            Exchange(200);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Exchange(Rounds);
            return (GC.GetAllocatedBytesForCurrentThread() - before, counter.Packets);
        });

        Assert.Equal(Rounds + 200, received);
        Assert.Equal(0, allocated);
    }

    [InteropFact]
    public void A_thousand_stacks_leave_no_descriptor_behind()
    {
        TestNode node = _network.AddNode("node", "10.77.0.1/24", "fe80::1/64");
        NetworkNamespace.Run(node.Namespace, () =>
        {
            OpenAndClose(withFrames: true);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            int before = DescriptorCount();
            for (int i = 0; i < 1_000; i++)
            {
                // The kernel takes its time to close packet sockets.
                OpenAndClose(withFrames: i % 20 == 0);
            }

            // Fewer when what the fixture left to the garbage collector went meanwhile.
            Assert.InRange(DescriptorCount(), 0, before);
        });

        static void OpenAndClose(bool withFrames)
        {
            using INetworkStack stack = NetworkStack.Open();
            Assert.True(stack.TryGetLink("eth0", out LinkState link));
            using IAdvertisementPort ipv4 = stack.OpenPort(new PortOptions { LinkIndex = link.Index, Source = InetAddress.Parse("10.77.0.1") });
            using IAdvertisementPort ipv6 = stack.OpenPort(new PortOptions { LinkIndex = link.Index, Source = InetAddress.Parse("fe80::1") });
            if (!withFrames)
            {
                return;
            }

            using INeighbourProbe probe = stack.OpenNeighbourProbe(link.Index, InetAddress.Parse("10.77.0.2"), InetAddress.AnyIPv4);
            stack.Announce(link.Index, InetAddress.Parse("10.77.0.1"));
        }
    }

    [InteropFact]
    public void Refused_ports_leave_no_descriptor_behind()
    {
        using StackHost host = new(_network.AddNode("node", "fe80::1/64"));

        // IPv6 leaves an interface that is too narrow for it (RFC 8200 section 5), and nothing can be joined there.
        host.Node.Ip("link set eth0 mtu 1000");
        int before = DescriptorCount();
        for (int i = 0; i < 10; i++)
        {
            Assert.Throws<NetworkException>(() => Open(host, "fe80::1"));
        }

        Assert.InRange(DescriptorCount(), 0, before);
    }

    private static int DescriptorCount() => Directory.GetFiles("/proc/self/fd").Length;

    private static string WithPrefix(string address) => address + (address.Contains(':', StringComparison.Ordinal) ? "/64" : "/24");

    private static IAdvertisementPort Open(StackHost host, string source) => host.Do(stack =>
        stack.OpenPort(new PortOptions { LinkIndex = host.Link.Index, Source = InetAddress.Parse(source) }));

    private sealed class Counter : INetworkEvents
    {
        public int Packets { get; private set; }

        public void OnPacket(in ReceivedPacket packet) => Packets++;

        public void OnLinkChanged(int linkIndex, string name)
        {
        }

        public void OnAddressChanged(in InterfaceAddress address, bool isPresent)
        {
        }
    }
}
