using System.Globalization;
using NginxHa.Installation.Prerequisites;
using NginxHa.Topology;
using NginxHa.Vrrp.Networking;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Installation.Online;

/// <content>Who advertises the virtual router, and whether that is what the document has.</content>
public sealed partial class OnlineChecks
{
    private List<HeardSender> ReadSenders()
    {
        var senders = new List<HeardSender>();
        foreach (IGrouping<(InetAddress Source, bool IsOwn), HeardAdvertisement> heard in facts.Network.Advertisements
            .Where(IsOfRouter)
            .GroupBy(each => (each.Source, each.IsOwn)))
        {
            // One judge a sender: sequence numbers are each sender's own.
            using var judge = new AdvertisementJudge(router.Options);
            HeardSender? sender = null;
            foreach (HeardAdvertisement each in heard)
            {
                sender = Read(judge, each);
            }

            senders.Add(sender! with { Heard = (heard.First().After, heard.Last().After), Peer = heard.Key.IsOwn ? null : FindPeer(sender!) });
        }

        return senders;
    }

    private static HeardSender Read(AdvertisementJudge judge, HeardAdvertisement heard)
    {
        ReceivedPacket packet = heard.ToPacket();
        VrrpRefusal refusal = judge.Judge(packet, heard.Time, out VrrpAdvertisement advertisement);
        var sender = new HeardSender { Source = heard.Source, IsOwn = heard.IsOwn, Heard = (heard.After, heard.After), Refusal = refusal };
        if (advertisement.IsEmpty)
        {
            return sender;
        }

        var addresses = new List<InetAddress>();
        for (int i = 0; i < advertisement.AddressCount; i++)
        {
            addresses.Add(advertisement.GetAddress(i));
        }

        addresses.Sort();
        return sender with { Version = (int)advertisement.Version, Priority = advertisement.Priority, Interval = advertisement.Interval, Addresses = addresses };
    }

    /// <summary>
    /// The node that a sender is: by its address. Over IPv6 nodes advertise from link-local addresses, which documents do not name;
    /// there, and in a document of one node, whoever sends what this node accepts counts as one of the cluster.
    /// </summary>
    private ExpectedPeer? FindPeer(HeardSender sender)
    {
        if (router.Peers.FirstOrDefault(peer => peer.Addresses.Contains(sender.Source)) is { } known)
        {
            return known;
        }

        bool canBe = sender.Refusal == VrrpRefusal.None && sender.Addresses.SequenceEqual(Advertised(router.Options).Order());
        bool unnamed = !router.KnowsAllNodes || (sender.Source.IsLinkLocal && router.Peers.Count > 0);
        return canBe && unnamed
            ? new ExpectedPeer(router.KnowsAllNodes && router.Peers.Count == 1 ? router.Peers[0].Name : sender.Source.ToString(), [sender.Source], router.Peers is [{ } only] ? only.Options : router.Options)
            : null;
    }

    private void JudgeSenders(IReadOnlyList<HeardSender> senders)
    {
        foreach (HeardSender sender in senders.Where(sender => !sender.IsOwn))
        {
            if (sender.Peer is null)
            {
                byte[] used = [.. facts.Network.Advertisements.Select(heard => heard.VirtualRouterId), router.Options.VirtualRouterId];
                Add(
                    FindingSeverity.Error, "OnlineForeignRouter", $"{sender.Source} advertises virtual router {router.Options.VirtualRouterId} on {router.Options.Interface} and is no node of the document: {Describe(sender)}.",
                    remedy: FormattableString.Invariant($"Take another virtual router id, such as {Enumerable.Range(1, 255).FirstOrDefault(id => !used.Contains((byte)id))}, or add the node to the document."));
            }
            else if (sender.Refusal != VrrpRefusal.None)
            {
                Add(
                    FindingSeverity.Error, "OnlineAdvertisementRefused", $"This node refuses what {sender.Name} advertises ({VrrpRefusals.Describe(sender.Refusal)}), and would become master beside it: {Describe(sender)}.",
                    node: sender.Peer.Name, remedy: "Run the same document on both nodes.");
            }
            else
            {
                JudgeContent(sender, sender.Peer);
            }
        }
    }

    private void JudgeContent(HeardSender sender, ExpectedPeer peer)
    {
        string says = $"{sender.Name} advertises";
        if (sender.Interval != peer.Options.AdvertisementInterval)
        {
            bool refused = sender.Version == (int)VrrpVersion.V2;
            Add(
                refused ? FindingSeverity.Error : FindingSeverity.Warning, "OnlineInterval",
                $"{says} every {Text(sender.Interval)}, and the document has {Text(peer.Options.AdvertisementInterval)}{(refused ? "; nodes refuse another interval in VRRPv2" : string.Empty)}.", node: peer.Name);
        }

        if (!sender.Addresses.SequenceEqual(Advertised(peer.Options).Order()))
        {
            Add(
                router.Options.StrictAddressList ? FindingSeverity.Error : FindingSeverity.Warning, "OnlineAddresses",
                $"{says} the addresses {Text(sender.Addresses)}, and the document has {Text(Advertised(peer.Options))}.", node: peer.Name);
        }

        if (sender.IsMaster && sender.Priority > peer.Options.Priority)
        {
            Add(FindingSeverity.Warning, "OnlinePriority", $"{says} priority {sender.Priority}, which is more than the {peer.Options.Priority} of the document.", node: peer.Name);
        }
        else if (sender.IsMaster && sender.Priority < peer.Options.Priority && router.KnowsAllNodes)
        {
            Add(FindingSeverity.Information, "OnlinePriority", $"{says} priority {sender.Priority}, which is less than the {peer.Options.Priority} of the document; a track may have lowered it.", node: peer.Name);
        }
    }

    private void JudgeMasters(IReadOnlyList<HeardSender> senders)
    {
        HeardSender[] masters = [.. senders.Where(sender => sender.IsMaster && (sender.IsOwn || sender.Peer is not null))];

        // After a change of master both were heard, one before the other; two masters go on side by side.
        HeardSender[] together = [.. masters.Where(one => masters.Any(other => other != one && one.Heard.First < other.Heard.Last && other.Heard.First < one.Heard.Last)).OrderBy(one => one.Source)];
        if (together.Length > 1)
        {
            Add(FindingSeverity.Error, "OnlineTwoMasters", $"Several nodes are master at once: {string.Join(", ", together.Select(master => master.IsOwn ? router.Node : master.Name))}.", remedy: "See whether each hears the other: Test-HaPrerequisite tells of the firewall.");
        }
        else if (masters.OrderBy(sender => sender.Heard.Last).LastOrDefault() is { } master)
        {
            Add(FindingSeverity.Information, "OnlineMaster", $"{(master.IsOwn ? "This node" : master.Name)} is master with priority {master.Priority}.");
        }
        else
        {
            bool runs = router.Running.Count > 0 || router.KeepalivedRuns == true;
            Add(
                runs ? FindingSeverity.Warning : FindingSeverity.Information, "OnlineNoMaster",
                string.Create(CultureInfo.InvariantCulture, $"No node of the document advertised within {target.ListenTime.TotalSeconds:0.#} s."));
        }
    }

    private static string Describe(HeardSender sender) => sender.Version == 0
        ? "a message that cannot be read"
        : $"version {Text(sender.Version)}, priority {Text(sender.Priority)}, every {Text(sender.Interval)}, {(sender.Addresses.Count == 0 ? "no address" : Text(sender.Addresses))}";
}
