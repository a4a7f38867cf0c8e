using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Tests.Interop.Networking;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Interop.Runtime;

/// <summary>
/// A third node sends whatever comes to its mind to a pair that runs: random bytes, and good advertisements with bytes
/// changed, cut off and added. Nothing of it may count, cost the master its place, or go uncounted.
/// </summary>
public sealed class GarbageTests : IDisposable
{
    private const int Packets = 6000;

    /// <summary>As many as fit into a receive buffer of the usual size, with the advertisements that have to get through.</summary>
    private const int Burst = 32;

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropTheory]
    [InlineData("plain")]
    [InlineData("header")]
    [InlineData("hmac over IPv6")]
    public async Task A_pair_that_runs_is_not_impressed(string kind)
    {
        VrrpInstanceOptions strong = Options(kind, 150);
        EngineNode other = new(_segment.Theirs);
        await _segment.Engine.StartAsync(strong, Cancelled);
        await other.StartAsync(Options(kind, 100), Cancelled);
        await _segment.Engine.WaitForStateAsync(strong.Name, VrrpState.Master, Cancelled);
        VrrpStatistics before = (await other.WaitForStateAsync(strong.Name, VrrpState.Backup, Cancelled)).Statistics;

        int sent = await Task.Run(() => SendGarbage(strong, kind), Cancelled);

        VrrpInstanceStatus master = await _segment.Engine.GetAsync(strong.Name, Cancelled);
        VrrpInstanceStatus backup = await other.GetAsync(strong.Name, Cancelled);
        Assert.Equal((VrrpState.Master, VrrpState.Backup), (master.State, backup.State));
        Assert.Equal((1, before.BecameMaster), (master.Statistics.BecameMaster, backup.Statistics.BecameMaster));
        Assert.Equal((0, 0), (master.Statistics.AdvertisementsReceived, master.Statistics.PriorityZeroReceived));

        // Nearly half of it names the virtual router, so it is this instance that refuses it; a wrong header is one reason for all.
        foreach (VrrpStatistics statistics in new[] { master.Statistics, backup.Statistics })
        {
            Assert.InRange(statistics.Refused.Values.Sum(), sent / 4, sent);
            Assert.True(statistics.Refused.Count >= (kind == "header" ? 1 : 2), string.Join(", ", statistics.Refused));
        }

        // And the pair does what it did before.
        await other.WaitForAsync(
            strong.Name, status => status.Statistics.AdvertisementsReceived > backup.Statistics.AdvertisementsReceived, "hears its master", EngineNode.Patience, Cancelled);
        await _segment.Engine.StopAsync(strong.Name, Cancelled);
        await other.WaitForStateAsync(strong.Name, VrrpState.Master, Cancelled);
        Assert.DoesNotContain(_segment.Engine.Events.Concat(other.Events), static happened => happened.Kind == VrrpEventKind.OperationFailed);
    }

    private int SendGarbage(VrrpInstanceOptions options, string kind)
    {
        var random = new Random(20250101);
        InetAddress source = InetAddress.Parse(kind == "hmac over IPv6" ? "fd77::9" : "10.77.0.9");
        byte[] good = Good(options, source);
        int sent = 0;
        using StackHost host = new(_segment.Client);
        host.Do(stack =>
        {
            bool isBehindHeader = kind == "header";
            using IAdvertisementPort port = stack.OpenPort(new PortOptions
            {
                LinkIndex = host.Link.Index,
                Source = source,
                Protocol = isBehindHeader ? VrrpConstants.AuthenticationHeaderProtocol : VrrpConstants.IpProtocol,
            });
            for (int i = 0; i < Packets; i++)
            {
                byte[] message = i % 2 == 0 ? Noise(random) : Mutate(random, good);
                if (kind == "plain" && IsGood(message, source))
                {
                    continue;
                }

                port.Send(isBehindHeader && random.Next(8) > 0 ? Behind(random, message) : message);
                sent++;
                if (i % Burst == 0)
                {
                    stack.Flush();
                    Thread.Sleep(2);
                }
            }

            stack.Flush();
        });
        return sent;
    }

    private static byte[] Noise(Random random)
    {
        byte[] noise = new byte[random.Next(0, random.Next(4) == 0 ? 1400 : 64)];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[] Mutate(Random random, byte[] good)
    {
        List<byte> bytes = [.. good];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int place = random.Next(bytes.Count + 1);
            switch (random.Next(4))
            {
                case 0 when place < bytes.Count && place > 1:
                    bytes.RemoveRange(place, bytes.Count - place);
                    break;
                case 1:
                    bytes.InsertRange(place, new byte[random.Next(1, 8)]);
                    break;
                case var _ when place < bytes.Count && place != 1:
                    bytes[place] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>A header that has the right shape and the wrong proof, in front of a message.</summary>
    private static byte[] Behind(Random random, byte[] message)
    {
        byte[] header = new byte[24];
        random.NextBytes(header);
        (header[0], header[1], header[2], header[3]) = (VrrpConstants.IpProtocol, 4, 0, 0);
        return [.. header, .. message];
    }

    /// <summary>A few changed bytes may leave the sum as it was, or change nothing.</summary>
    private static bool IsGood(byte[] message, InetAddress source)
    {
        var context = new VrrpDecodeContext(
            source, VrrpConstants.MulticastIPv4, VrrpConstants.TimeToLive, new VrrpDecodePolicy { Version = VrrpVersion.V3, ChecksumMode = VrrpChecksumMode.PseudoHeader });
        return VrrpDecoder.Decode(message, context, out _) == VrrpRefusal.None;
    }

    private static byte[] Good(VrrpInstanceOptions options, InetAddress source)
    {
        var fields = new VrrpAdvertisementFields
        {
            Version = options.Version,
            VirtualRouterId = options.VirtualRouterId,
            Priority = 200,
            Interval = options.AdvertisementInterval,
            Addresses = [.. options.VirtualAddresses.Select(static address => InetAddress.FromIPAddress(address.Address))],
            Source = source,
            Destination = VrrpConstants.MulticastAddress(source.Family),
            ChecksumMode = VrrpChecksumMode.PseudoHeader,
        };
        byte[] message = new byte[VrrpEncoder.GetLength(fields)];
        VrrpEncoder.Encode(message, fields);
        return message;
    }

    private VrrpInstanceOptions Options(string kind, byte priority)
    {
        Pairing router = new() { Name = "router", Id = 9, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.2) };
        return kind switch
        {
            "header" => (router with { Version = VrrpVersion.V2, Interval = TimeSpan.FromSeconds(1), Authentication = VrrpAuthenticationMethod.AuthenticationHeader }).Ours(_segment, priority),
            "hmac over IPv6" => (router with { Family = AddressFamily.InterNetworkV6 }).Ours(_segment, priority) with
            {
                Authentication = new VrrpAuthentication
                {
                    Method = VrrpAuthenticationMethod.Hmac,
                    Keys = new Dictionary<byte, ReadOnlyMemory<byte>> { [1] = new byte[32] },
                    ActiveKeyId = 1,
                },
            },
            _ => router.Ours(_segment, priority),
        };
    }
}
