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
