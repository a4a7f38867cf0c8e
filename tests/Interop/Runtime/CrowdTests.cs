using System.Globalization;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Interop.Runtime;

/// <summary>Fifty virtual routers, each on our node and on keepalived's, on one interface of each.</summary>
public sealed class CrowdTests : IDisposable
{
    private const int Count = 50;

    private static readonly Pairing[] Routers =
    [
        .. Enumerable.Range(1, Count).Select(id => new Pairing
        {
            Name = $"r{id.ToString(CultureInfo.InvariantCulture)}",
            Id = (byte)id,
            Version = VrrpVersion.V3,
            Interval = TimeSpan.FromSeconds(0.1),
        }),
    ];

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropTheory(Needs.Keepalived | Needs.Nftables)]
    [InlineData(20261)]
    public async Task After_random_flaps_every_address_has_one_owner_and_the_right_one(int seed)
    {
        Random random = new(seed);
        (byte Ours, byte Theirs)[] priorities = [.. Routers.Select(_ => Draw(random))];
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(
            _segment.Theirs,
            KeepalivedConfig.Join([.. Routers.Select((router, index) => router.Theirs(_segment, priorities[index].Theirs))]),
            Cancelled);
        IReadOnlyList<VrrpEngineException?> problems = await _segment.Engine.Engine.StartAllAsync(
            [.. Routers.Select((router, index) => router.Ours(_segment, priorities[index].Ours) with { NetworkNamespace = _segment.Ours.Namespace })],
            Cancelled);
        Assert.All(problems, Assert.Null);
        await SettleAsync();

        for (int flap = 0; flap < 12; flap++)
        {
            Disturb(random);
            await Task.Delay(random.Next(100, 900), Cancelled);
            Calm();
            await Task.Delay(random.Next(0, 600), Cancelled);
        }

        await SettleAsync();
        Assert.All(Routers, router => Assert.True(keepalived.StateOf(router.Name) is "MASTER" or "BACKUP"));

        async Task SettleAsync()
        {
            for (int index = 0; index < Count; index++)
            {
                bool oursWins = priorities[index].Ours > priorities[index].Theirs;
                TestNode owner = oursWins ? _segment.Ours : _segment.Theirs;
                await _segment.Ownership.WaitForOwnerAsync(Routers[index].Address, owner, EngineNode.Patience, Cancelled);
                await _segment.Ownership.WaitForOwnerAsync(Routers[index].SecondAddress, owner, EngineNode.Patience, Cancelled);
            }

            IReadOnlyList<VrrpInstanceStatus> instances = await _segment.Engine.Engine.GetInstancesAsync(Cancelled);
            Assert.All(instances, status =>
            {
                (byte ours, byte theirs) = priorities[status.Options.VirtualRouterId - 1];
                Assert.Equal(ours > theirs ? VrrpState.Master : VrrpState.Backup, status.State);
                Assert.Empty(status.Statistics.Refused);
            });
        }
    }

    private static (byte Ours, byte Theirs) Draw(Random random)
    {
        int ours = random.Next(1, 255);
        int theirs = random.Next(1, 254);
        return ((byte)ours, (byte)(theirs >= ours ? theirs + 1 : theirs));
    }

    private void Disturb(Random random)
    {
        TestNode node = random.Next(2) == 0 ? _segment.Ours : _segment.Theirs;
        switch (random.Next(4))
        {
            case 0:
                _segment.Network.Cut(node);
                break;
            case 1:
                _segment.Network.Isolate(node);
                break;
            case 2:
                _segment.Network.Lose(new Loss(node, null));
                break;
            default:
                _segment.Network.Lose(new Loss(_segment.Ours, null, 40), new Loss(_segment.Theirs, null, 40));
                break;
        }
    }

    private void Calm()
    {
        _segment.Network.Restore(_segment.Ours);
        _segment.Network.Restore(_segment.Theirs);
        _segment.Network.Heal();
    }
}
