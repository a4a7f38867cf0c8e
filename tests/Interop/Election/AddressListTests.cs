using System.Net.Sockets;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Interop.Election;

/// <summary>Nodes of which one has a changed list of addresses already, as in the middle of a roll-out.</summary>
public sealed class AddressListTests : IDisposable
{
    private static readonly string[] Ways = ["v2", "v2-unicast", "v3-fast", "v3-unicast", "v6-fast", "v6-unicast"];

    private static readonly string[] Lists = [Case.Longer, Case.Other];
    private static readonly bool[] Sides = [true, false];

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropFact(Needs.Keepalived)]
    public async Task Keepalived_refuses_another_list_and_becomes_master_too_and_we_take_it()
    {
        byte id = 0;
        Case[] cases =
        [
            .. from way in Ways
               from list in Lists
               from better in Sides
               select new Case(Pairings.All.Single(pairing => pairing.Name == way) with { Name = $"{way}-{list}-{(better ? "better" : "worse")}", Id = ++id }, list, better),
        ];
        foreach (Case each in cases)
        {
            await _segment.Engine.StartAsync(each.Pairing.Ours(_segment, each.WeAreBetter ? (byte)200 : (byte)100), Cancelled);
        }

        await Task.WhenAll(cases.Select(each => _segment.Engine.WaitForStateAsync(each.Pairing.Name, VrrpState.Master, Cancelled)));
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(_segment.Theirs, KeepalivedConfig.Join([.. cases.Select(each => each.Theirs(_segment))]), Cancelled);
        foreach (Case each in cases)
        {
            // It hears nobody, whoever is better; we hear it. While it refuses what comes it advertises itself but now and then.
            await keepalived.WaitForStateAsync(each.Pairing.Name, "MASTER", Cancelled);
            VrrpInstanceStatus ours = await _segment.Engine.WaitForAsync(
                each.Pairing.Name,
                status => status.Statistics.AddressListMismatches > 0 && status.State == (each.WeAreBetter ? VrrpState.Master : VrrpState.Backup),
                "has heard the other list",
                EngineNode.Patience,
                Cancelled);
            Assert.Empty(ours.Statistics.Refused);
            string[] owners = each.WeAreBetter ? ["ours", "theirs"] : ["theirs"];
            await Eventually.TrueAsync(
                () => _segment.Ownership.Owners(each.Pairing.Address).SequenceEqual(owners),
                EngineNode.Patience,
                () => $"{each.Pairing.Address} on {string.Join(" and ", owners)}:\n{_segment.Ownership.Describe(each.Pairing.Address)}",
                Cancelled);
        }

        IReadOnlyDictionary<string, KeepalivedInstance> theirs = await keepalived.ReadInstancesAsync(Cancelled);
        Assert.All(cases, each => Assert.True(theirs[each.Pairing.Name].Refused > 0, $"{theirs[each.Pairing.Name]}\n{keepalived.Log}"));
    }

    [InteropFact(Needs.Keepalived)]
    public async Task Keepalived_listens_while_only_what_is_not_advertised_differs()
    {
        byte id = 0;
        (Pairing Pairing, bool WeAreBetter)[] cases =
        [
            .. from way in Ways
               from better in Sides
               select (Pairings.All.Single(pairing => pairing.Name == way) with { Name = $"{way}-{(better ? "better" : "worse")}", Id = ++id, WithExcluded = true }, better),
        ];
        foreach ((Pairing pairing, bool weAreBetter) in cases)
        {
            await _segment.Engine.StartAsync(pairing.Ours(_segment, weAreBetter ? (byte)200 : (byte)100), Cancelled);
        }

        await Task.WhenAll(cases.Select(each => _segment.Engine.WaitForStateAsync(each.Pairing.Name, VrrpState.Master, Cancelled)));
        string Other(Pairing pairing) => pairing.Family == AddressFamily.InterNetwork ? $"10.77.{pairing.Id}.4" : $"fd77::{pairing.Id:x}:4";
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(
            _segment.Theirs,
            KeepalivedConfig.Join([.. cases.Select(each => (each.Pairing with { WithExcluded = false }).Theirs(_segment, 150, "virtual_ipaddress_excluded {", $"{Other(each.Pairing)}/{(each.Pairing.Family == AddressFamily.InterNetwork ? 24 : 64)}", "}"))]),
            Cancelled);

        // Who is better has all that it was told of, and the other one nothing.
        foreach ((Pairing pairing, bool weAreBetter) in cases)
        {
            foreach (string address in (string[])[pairing.Address, pairing.SecondAddress, weAreBetter ? pairing.ExcludedAddress : Other(pairing)])
            {
                await _segment.Ownership.WaitForOwnerAsync(address, weAreBetter ? _segment.Ours : _segment.Theirs, EngineNode.Patience, Cancelled);
            }

            string unowned = weAreBetter ? Other(pairing) : pairing.ExcludedAddress;
            await Eventually.TrueAsync(() => _segment.Ownership.Owners(unowned).Count == 0, EngineNode.Patience, () => $"nobody has {unowned}", Cancelled);
            VrrpInstanceStatus ours = await _segment.Engine.GetAsync(pairing.Name, Cancelled);
            Assert.Equal((weAreBetter ? VrrpState.Master : VrrpState.Backup, 0), (ours.State, ours.Statistics.AddressListMismatches));
        }

        // Longer than keepalived waits for an advertisement that it takes.
        foreach ((Pairing pairing, _) in cases.Where(each => each.WeAreBetter))
        {
            long sent = (await _segment.Engine.GetAsync(pairing.Name, Cancelled)).Statistics.AdvertisementsSent;
            await _segment.Engine.WaitForAsync(pairing.Name, status => status.Statistics.AdvertisementsSent > sent + 4, "has advertised itself for longer", EngineNode.Patience, Cancelled);
        }

        Assert.All((await keepalived.ReadInstancesAsync(Cancelled)).Values, theirs => Assert.Equal(0, theirs.Refused));
        Assert.All(cases, each => Assert.Equal(each.WeAreBetter ? "BACKUP" : "MASTER", keepalived.StateOf(each.Pairing.Name)));
    }

    /// <summary>A virtual router whose list keepalived has otherwise.</summary>
    private sealed record Case(Pairing Pairing, string List, bool WeAreBetter)
    {
        /// <summary>One address more.</summary>
        public const string Longer = "longer";

        /// <summary>As many, one of them another.</summary>
        public const string Other = "other";

        public KeepalivedConfig Theirs(Segment segment)
        {
            string added = Pairing.Family == AddressFamily.InterNetwork ? $"10.77.{Pairing.Id}.4/24" : $"fd77::{Pairing.Id:x}:4/64";
            KeepalivedConfig same = Pairing.Theirs(segment, 150);
            return same with { VirtualAddresses = List == Longer ? [.. same.VirtualAddresses, added] : [same.VirtualAddresses[0], added] };
        }
    }
}
