using System.Net;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Protocol;

/// <summary>A session of a real keepalived, from its first advertisement to the priority 0 of its end, decodes with no refusal.</summary>
public sealed class KeepalivedDecodingTests : IDisposable
{
    private static readonly KeepalivedConfig Plain = new() { Priority = 200, State = "MASTER" };

    private static readonly IReadOnlyDictionary<byte, KeepalivedConfig> Instances = new[]
    {
        Plain with { Name = "plain", VirtualRouterId = 1, VirtualAddresses = ["10.77.1.1/24"] },
        Plain with { Name = "pass", VirtualRouterId = 2, VirtualAddresses = ["10.77.1.2/24"], Lines = ["authentication {", "auth_type PASS", "auth_pass 12345678", "}"] },
        Plain with { Name = "v3", VirtualRouterId = 3, Version = 3, Interval = 0.25, VirtualAddresses = ["10.77.1.3/24", "10.77.1.33/32"] },
        Plain with { Name = "many", VirtualRouterId = 4, Version = 3, VirtualAddresses = [.. Enumerable.Range(1, 60).Select(number => $"10.77.4.{number}/24")] },
        Plain with { Name = "v6", VirtualRouterId = 5, Version = 3, Interval = 0.1, VirtualAddresses = ["fe80::5:1/64", "fd77::5:1/64"] },
        Plain with { Name = "unicast", VirtualRouterId = 6, VirtualAddresses = ["10.77.1.6/24"], Lines = ["unicast_peer {", "10.77.0.2", "}"] },
        Plain with { Name = "unicast6", VirtualRouterId = 7, Version = 3, VirtualAddresses = ["fe80::7:1/64"], Lines = ["unicast_src_ip fd77::1", "unicast_peer {", "fd77::2", "}"] },
        Plain with { Name = "owner", VirtualRouterId = 8, Version = 3, Priority = 255, VirtualAddresses = ["10.77.1.8/24"] },
        Plain with { Name = "none", VirtualRouterId = 9 },
    }.ToDictionary(instance => (byte)instance.VirtualRouterId);

    private readonly TestNetwork _network = new();

    public void Dispose() => _network.Dispose();

    [InteropFact(Needs.Keepalived | Needs.Tcpdump)]
    public async Task Every_advertisement_of_keepalived_is_read_as_it_was_meant()
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        TestNode node = _network.AddNode("node", "10.77.0.1/24", "fd77::1/64");
        TestNode peer = _network.AddNode("peer", "10.77.0.2/24", "fd77::2/64");
        PacketCapture capture = await PacketCapture.StartAsync(peer, "ip proto 112 or ip6 proto 112", cancelled);
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(node, KeepalivedConfig.Join([.. Instances.Values]), cancelled);
        foreach (KeepalivedConfig instance in Instances.Values)
        {
            await keepalived.WaitForStateAsync(instance.Name, "MASTER", cancelled);
        }

        await Task.Delay(TimeSpan.FromSeconds(1.1), cancelled);
        keepalived.Stop();

        Dictionary<byte, HashSet<byte>> priorities = Instances.Keys.ToDictionary(id => id, _ => new HashSet<byte>());
        foreach (CapturedFrame frame in capture.ReadFrames())
        {
            VrrpDecodePolicy policy = new() { MinimumTimeToLive = frame.IsIpv4 ? 255 : 64 };
            VrrpDecodeContext context = new(
                InetAddress.FromIPAddress(frame.Source), InetAddress.FromIPAddress(frame.Destination), frame.TimeToLive, policy);
            Assert.Equal(VrrpRefusal.None, VrrpDecoder.Decode(frame.Payload, context, out VrrpAdvertisement advertisement));

            KeepalivedConfig sender = Instances[advertisement.VirtualRouterId];
            Assert.Equal(sender.Version, (int)advertisement.Version);
            Assert.Equal(TimeSpan.FromSeconds(sender.Interval), advertisement.Interval);
            Assert.Equal(sender.VirtualAddresses.Select(address => IPAddress.Parse(address.Split('/')[0])), ReadAddresses(advertisement));
            Assert.Equal(
                sender.Name == "pass" ? VrrpAuthenticationType.Password : VrrpAuthenticationType.None, advertisement.AuthenticationType);
            priorities[advertisement.VirtualRouterId].Add(advertisement.Priority);
        }

        foreach ((byte id, HashSet<byte> seen) in priorities)
        {
            Assert.Equal(new HashSet<byte> { 0, (byte)Instances[id].Priority }, seen);
        }
    }

    private static List<IPAddress> ReadAddresses(in VrrpAdvertisement advertisement)
    {
        List<IPAddress> addresses = [];
        for (int index = 0; index < advertisement.AddressCount; index++)
        {
            addresses.Add(advertisement.GetAddress(index).ToIPAddress());
        }

        return addresses;
    }
}
