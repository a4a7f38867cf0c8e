using System.Net;
using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Election;

/// <summary>
/// Equal priorities: two masters that could not hear each other find together again, the one with the higher address stays, and it
/// tells the neighbours anew where the virtual address is.
/// </summary>
public sealed class TieBreakTests
{
    private const byte Priority = 100;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [InteropTheory(Needs.Keepalived | Needs.Nftables | Needs.Tcpdump)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_higher_address_stays_master_after_a_split(bool oursIsHigher)
    {
        using Segment segment = new(oursIsHigher);
        Pairing[] pairings =
        [
            new() { Name = "v2", Id = 1 },
            new() { Name = "v3", Id = 2, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.1) },
            new() { Name = "v6", Id = 3, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.1), Family = AddressFamily.InterNetworkV6 },
        ];

        // Link-local addresses decide for IPv6: make them as ordered as the others.
        segment.Ours.Ip("address flush dev eth0 scope link", $"address add fe80::{(oursIsHigher ? 2 : 1)}/64 dev eth0 nodad");
        segment.Theirs.Ip("address flush dev eth0 scope link", $"address add fe80::{(oursIsHigher ? 1 : 2)}/64 dev eth0 nodad");

        segment.Network.Isolate(segment.Ours);
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(
            segment.Theirs, KeepalivedConfig.Join([.. pairings.Select(pairing => pairing.Theirs(segment, Priority))]), Cancelled);
        foreach (Pairing pairing in pairings)
        {
            await segment.Engine.StartAsync(pairing.Ours(segment, Priority), Cancelled);
        }

        foreach (Pairing pairing in pairings)
        {
            await keepalived.WaitForStateAsync(pairing.Name, "MASTER", Cancelled);
            await segment.Engine.WaitForStateAsync(pairing.Name, VrrpState.Master, Cancelled);
        }

        PacketCapture capture = await PacketCapture.StartAsync(segment.Client, "arp or icmp6", Cancelled);
        segment.Network.Heal();
        TestNode winner = oursIsHigher ? segment.Ours : segment.Theirs;
        foreach (Pairing pairing in pairings)
        {
            await segment.Engine.WaitForStateAsync(pairing.Name, oursIsHigher ? VrrpState.Master : VrrpState.Backup, Cancelled);
            await keepalived.WaitForStateAsync(pairing.Name, oursIsHigher ? "BACKUP" : "MASTER", Cancelled);
            await segment.Ownership.WaitForOwnerAsync(pairing.Address, winner, EngineNode.Patience, Cancelled);
        }

        if (oursIsHigher)
        {
            // Within 5 s, keepalived's delay after a lower priority was heard, everybody is told whose the addresses are.
            string hardwareAddress = segment.Ours.Run("cat", "/sys/class/net/eth0/address").Output.Trim();
            await Task.Delay(TimeSpan.FromSeconds(6), Cancelled);
            IPAddress[] announced =
            [
                .. capture.ReadFrames().Where(frame => frame.SourceHardwareAddress == hardwareAddress)
                    .Select(frame => frame.AnnouncedAddress).OfType<IPAddress>(),
            ];
            foreach (Pairing pairing in pairings)
            {
                Assert.Contains(IPAddress.Parse(pairing.Address), announced);
                Assert.Contains(IPAddress.Parse(pairing.SecondAddress), announced);
            }
        }
    }
}
