using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Interop.Election;

/// <summary>What keepalived 2.2 does not speak, between two engines of ours.</summary>
public sealed class OwnDialectTests : IDisposable
{
    private static readonly Pairing Router = new()
    {
        Name = "router", Id = 7, Version = VrrpVersion.V3, Interval = TimeSpan.FromSeconds(0.1),
    };

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropFact]
    public Task Checksum_without_pseudo_header_as_the_newest_rfc_has_it() =>
        HandOverAndBackAsync(options => options with { ChecksumWithPseudoHeader = false });

    [InteropFact]
    public Task Hmac_trailer_of_the_draft() => HandOverAndBackAsync(options => options with
    {
        Authentication = new VrrpAuthentication
        {
            Method = VrrpAuthenticationMethod.Hmac,
            Keys = new Dictionary<byte, ReadOnlyMemory<byte>> { [1] = Key(1) },
            ActiveKeyId = 1,
        },
    });

    [InteropTheory]
    [InlineData("checksum", VrrpRefusal.BadChecksum)]
    [InlineData("key", VrrpRefusal.BadAuthentication)]
    [InlineData("missing", VrrpRefusal.AuthenticationMissing)]
    public async Task Who_speaks_otherwise_is_refused_and_counted_not_believed(string difference, VrrpRefusal reason)
    {
        VrrpInstanceOptions strong = Router.Ours(_segment, 200);
        VrrpInstanceOptions weak = Router.Ours(_segment, 100);
        (strong, weak) = difference switch
        {
            "checksum" => (strong, weak with { ChecksumWithPseudoHeader = false }),
            "key" => (Signed(strong, 1), Signed(weak, 2)),
            _ => (strong, Signed(weak, 2)),
        };
        EngineNode other = new(_segment.Theirs);
        await other.StartAsync(strong, Cancelled);
        await _segment.Engine.StartAsync(weak, Cancelled);
        await other.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);

        // It hears nobody whom it can believe, so both are master: a misconfiguration that shows in the counters.
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        VrrpInstanceStatus status = await _segment.Engine.WaitForAsync(
            Router.Name, now => now.Statistics.Refused.ContainsKey(reason), $"refuses with {reason}", EngineNode.Patience, Cancelled);
        Assert.Equal([reason], status.Statistics.Refused.Keys);
        Assert.Equal(0, status.Statistics.AdvertisementsReceived);
    }

    private static VrrpInstanceOptions Signed(VrrpInstanceOptions options, byte seed) => options with
    {
        Authentication = new VrrpAuthentication
        {
            Method = VrrpAuthenticationMethod.Hmac,
            Keys = new Dictionary<byte, ReadOnlyMemory<byte>> { [1] = Key(seed) },
            ActiveKeyId = 1,
        },
    };

    private static byte[] Key(byte seed) => [.. Enumerable.Range(seed, 32).Select(value => (byte)value)];

    private async Task HandOverAndBackAsync(Func<VrrpInstanceOptions, VrrpInstanceOptions> speak)
    {
        EngineNode other = new(_segment.Theirs);
        VrrpInstanceOptions strong = speak(Router.Ours(_segment, 200));
        await _segment.Engine.StartAsync(speak(Router.Ours(_segment, 100)), Cancelled);
        await other.StartAsync(strong, Cancelled);
        await other.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Backup, Cancelled);

        await other.StopAsync(Router.Name, Cancelled);
        await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        await _segment.Ownership.WaitForOwnerAsync(Router.Address, _segment.Ours, EngineNode.Patience, Cancelled);

        await other.StartAsync(strong, Cancelled);
        await other.WaitForStateAsync(Router.Name, VrrpState.Master, Cancelled);
        VrrpInstanceStatus status = await _segment.Engine.WaitForStateAsync(Router.Name, VrrpState.Backup, Cancelled);
        Assert.Empty(status.Statistics.Refused);
        Assert.Equal(1, status.Statistics.PriorityZeroReceived);
    }
}
