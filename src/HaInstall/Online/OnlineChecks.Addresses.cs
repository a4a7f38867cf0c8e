using System.Net.Sockets;
using NginxHa.Topology;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Installation.Online;

/// <content>Who has the addresses, and whether the peers are there.</content>
public sealed partial class OnlineChecks
{
    private void JudgePeers(IReadOnlyList<HeardSender> senders)
    {
        if (facts.Network.Neighbours is not { } neighbours || facts.Network.Link is not { } link)
        {
            return;
        }

        InterfaceAddress[] own = [.. facts.Network.Addresses.Where(address => address.LinkIndex == link.Index)];
        foreach (ExpectedPeer peer in router.Peers)
        {
            // Those beyond a router cannot be asked here; their advertisements tell.
            InetAddress[] near = [.. peer.Addresses.Where(address => own.Any(mine => mine.SubnetContains(address)))];
            if (near.Length > 0 && !near.Any(neighbours.ContainsKey) && !senders.Any(sender => sender.Peer == peer))
            {
                Add(FindingSeverity.Warning, "OnlinePeerUnreachable", $"{peer.Name} does not answer at {Text(near)}.", remedy: "Start it, or see whether both are on one segment.", node: peer.Name);
            }

            foreach (InetAddress address in near.Where(address => own.Any(mine => mine.Address == address)))
            {
                Add(FindingSeverity.Error, "OnlinePeerAddress", $"This machine has {address}, which the document gives to {peer.Name}.", address.ToString(), "Say which node this machine is with -Role.", peer.Name);
            }
        }
    }

    private void JudgeAddress(InetAddress address, IReadOnlyList<HeardSender> senders)
    {
        if (facts.Network.Neighbours is not { } neighbours)
        {
            return;
        }

        string subject = address.ToString();
        IReadOnlyList<ulong> owners = neighbours.GetValueOrDefault(address) ?? [];
        string macs = string.Join(", ", owners.Select(owner => MacAddress.FromUInt64(owner).ToString()));
        bool isHere = facts.Network.Addresses.Any(each => each.Address == address);
        HeardSender[] masters = [.. senders.Where(sender => !sender.IsOwn && sender.IsMaster && sender.Peer is not null)];
        if (owners.Count + (isHere ? 1 : 0) > 1)
        {
            Add(
                FindingSeverity.Error, "OnlineAddressTwice", isHere ? $"{address} is on this machine, and {macs} answers for it, too." : $"Several answer for {address}: {macs}.",
                subject, "Take it away from all but the master; Get-VirtualIp -All shows what is on a machine.");
        }
        else if (isHere && masters.Length > 0 && !senders.Any(sender => sender.IsOwn))
        {
            Add(FindingSeverity.Error, "OnlineAddressLeftOver", $"{address} is on this machine, but {masters[0].Name} is master.", subject, "Remove-VirtualIp takes it away.");
        }
        else if (owners.Count == 1 && masters.Length == 0)
        {
            ExpectedPeer? peer = router.Peers.FirstOrDefault(candidate => MacsOf(candidate, neighbours).Contains(owners[0]));
            Add(
                FindingSeverity.Error, "OnlineAddressTaken",
                peer is null ? $"{macs} answers for {address}, and no node of the document is master." : $"{peer.Name} has {address}, though it does not advertise.",
                subject, peer is null ? "Find out who that is; take another address, or take it away there." : "Take it away there, or start the virtual router.", peer?.Name);
        }
        else if (owners.Count == 1 && !IsOf(owners[0], masters, neighbours))
        {
            Add(FindingSeverity.Error, "OnlineAddressTaken", $"{macs} answers for {address}, and that is not {masters[0].Name}, the master.", subject, "Find out who that is, and take the address away there.");
        }
        else if (owners.Count == 0 && !isHere && masters.Length > 0)
        {
            Add(FindingSeverity.Warning, "OnlineAddressNowhere", $"{masters[0].Name} is master, but nobody answers for {address}.", subject);
        }
    }

    /// <summary>Whether a MAC address can be that of a master: its own, or that of the virtual router. What is not known counts as possible.</summary>
    private bool IsOf(ulong owner, IEnumerable<HeardSender> masters, IReadOnlyDictionary<InetAddress, IReadOnlyList<ulong>> neighbours)
    {
        AddressFamily family = router.Options.EffectiveFamily;
        return owner == VirtualMac.Create(family, router.Options.VirtualRouterId).ToUInt64()
            || masters.Any(master => MacsOf(master.Peer!, neighbours) is var known && (known.Count == 0 || known.Contains(owner)));
    }

    private static List<ulong> MacsOf(ExpectedPeer peer, IReadOnlyDictionary<InetAddress, IReadOnlyList<ulong>> neighbours) =>
        [.. peer.Addresses.SelectMany(address => neighbours.GetValueOrDefault(address) ?? [])];
}
