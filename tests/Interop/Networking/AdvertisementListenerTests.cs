using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Networking;

/// <summary>Listening without taking part.</summary>
public sealed class AdvertisementListenerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly byte[] Message = [0x21, 51, 100, 1, 0, 1, 0x70, 0x19, 10, 77, 0, 100, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [InteropTheory]
    [InlineData("10.77.0.1", "eth0")]
    [InlineData("fe80::1", "eth0")]
    [InlineData("10.77.0.1", null)]
    public void Sender_and_bystander_hear_it_and_know_whose_it_is(string source, string? interfaceName)
    {
        using StackHost sender = new(_network.AddNode("sender", source + (source.Contains(':', StringComparison.Ordinal) ? "/64" : "/24")));
        using StackHost bystander = new(_network.AddNode("bystander", "10.77.0.9/24", "fe80::9/64"));
        using AdvertisementListener own = NetworkNamespace.Run(sender.Node.Namespace, () => AdvertisementListener.Open(interfaceName));
        using AdvertisementListener other = NetworkNamespace.Run(bystander.Node.Namespace, () => AdvertisementListener.Open(interfaceName));
        sender.Do(stack =>
        {
            stack.OpenPort(new PortOptions { LinkIndex = sender.Link.Index, Source = InetAddress.Parse(source) }).Send(Message);

            // Neither ARP nor anything else that passes is an advertisement.
            stack.Announce(sender.Link.Index, InetAddress.Parse("10.77.0.100"));
            stack.Flush();
        });

        foreach ((AdvertisementListener listener, StackHost host) in new[] { (own, sender), (other, bystander) })
        {
            List<RecordedPacket> packets = [];
            int count = listener.Wait(Patience, (in ReceivedPacket packet, bool isOutgoing) =>
            {
                Assert.Equal(host == sender, isOutgoing);
                packets.Add(new RecordedPacket(
                    packet.LinkIndex, packet.Source, packet.Destination, packet.TimeToLive, packet.Protocol, packet.Payload.ToArray(), []));
            });

            Assert.Equal(1, count);
            RecordedPacket packet = Assert.Single(packets);
            Assert.Equal(host.Link.Index, packet.LinkIndex);
            Assert.Equal(InetAddress.Parse(source), packet.Source);
            Assert.Equal(VrrpConstants.MulticastAddress(packet.Source.Family), packet.Destination);
            Assert.Equal((255, 112), (packet.TimeToLive, packet.Protocol));
            Assert.Equal(Message[8..], packet.Payload[8..]);
            Assert.Equal(0, listener.Wait(TimeSpan.FromMilliseconds(20), (in ReceivedPacket _, bool _) => { }));
        }
    }

    [InteropFact]
    public void A_wait_without_end_ends_by_a_wake()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));
        using AdvertisementListener listener = NetworkNamespace.Run(host.Node.Namespace, () => AdvertisementListener.Open("eth0"));
        using Timer timer = new(_ => listener.Wake(), null, dueTime: 50, period: Timeout.Infinite);
        Assert.Equal(0, listener.Wait(Timeout.InfiniteTimeSpan, (in ReceivedPacket _, bool _) => { }));
    }

    [InteropFact]
    public void A_missing_interface_is_named()
    {
        using StackHost host = new(_network.AddNode("node", "10.77.0.1/24"));
        Assert.Contains("eth7", Assert.Throws<NetworkException>(
            () => NetworkNamespace.Run(host.Node.Namespace, () => AdvertisementListener.Open("eth7"))).Message, StringComparison.Ordinal);
    }
}
