using NginxHa.Tests.Interop.Fixture;
using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Tests.Interop.Runtime;

/// <summary>What is tracked decides who is master: nginx that dies on a healthy node moves the address to keepalived's node.</summary>
public sealed class TrackingTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.1);

    private static readonly Pairing First = new() { Name = "first", Id = 7, Version = VrrpVersion.V3, Interval = Interval };
    private static readonly Pairing Second = new() { Name = "second", Id = 8, Version = VrrpVersion.V3, Interval = Interval };

    private readonly Segment _segment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _segment.Dispose();

    [InteropTheory(Needs.Keepalived | Needs.Nginx)]
    [InlineData("process", 0)]
    [InlineData("process", -80)]
    [InlineData("http", 0)]
    [InlineData("http", -80)]
    [InlineData("tcp", 80)]
    public async Task When_nginx_dies_keepalived_serves_and_when_it_is_back_we_do(string kind, int weight)
    {
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(_segment.Theirs, First.Theirs(_segment, 150).ToString(), Cancelled);
        NginxProcess nginx = await NginxProcess.StartAsync(_segment.Ours, Cancelled);

        // A positive weight is added while all is well, a negative one taken away while it is not: 200 against 150, then 120.
        VrrpInstanceOptions options = First.Ours(_segment, (byte)(weight > 0 ? 120 : 200)) with { Tracks = [Track(kind, weight, nginx)] };
        await _segment.Engine.StartAsync(options, Cancelled);
        VrrpInstanceStatus status = await _segment.Engine.WaitForStateAsync(First.Name, VrrpState.Master, Cancelled);
        Assert.Equal(200, status.EffectivePriority);
        await keepalived.WaitForStateAsync(First.Name, "BACKUP", Cancelled);

        nginx.Kill();
        await keepalived.WaitForStateAsync(First.Name, "MASTER", Cancelled);
        status = await _segment.Engine.WaitForStateAsync(First.Name, weight == 0 ? VrrpState.Fault : VrrpState.Backup, Cancelled);
        Assert.False(Assert.Single(status.Tracks).IsUp);
        await _segment.Ownership.WaitForOwnerAsync(First.Address, _segment.Theirs, EngineNode.Patience, Cancelled);
        if (weight != 0)
        {
            Assert.Equal(120, status.EffectivePriority);
        }

        if (kind != "process")
        {
            // A process is tracked by the pid file of the one that was killed.
            await NginxProcess.StartAsync(_segment.Ours, Cancelled);
            await _segment.Engine.WaitForStateAsync(First.Name, VrrpState.Master, Cancelled);
            await keepalived.WaitForStateAsync(First.Name, "BACKUP", Cancelled);
            await _segment.Ownership.WaitForOwnerAsync(First.Address, _segment.Ours, EngineNode.Patience, Cancelled);
        }
    }

    [InteropFact(Needs.Keepalived)]
    public async Task Instances_of_a_sync_group_go_to_keepalived_together()
    {
        using ScratchFolder folder = new();
        string health = folder.Write("health", "0");
        Pairing[] routers = [First, Second];
        KeepalivedProcess keepalived = await KeepalivedProcess.StartAsync(
            _segment.Theirs, KeepalivedConfig.Join([.. routers.Select(router => router.Theirs(_segment, 100))]), Cancelled);
        await _segment.Engine.StartAsync(
            First.Ours(_segment, 150) with
            {
                Tracks = [new FileTrackOptions { Name = "health", Path = health, Weight = 0 }],
            },
            Cancelled);
        await _segment.Engine.StartAsync(Second.Ours(_segment, 150), Cancelled);
        await _segment.Engine.Engine.SetGroupAsync(
            new SyncGroupOptions { Name = "both", Members = [.. routers.Select(router => router.Name)] }, Cancelled);
        await EachAsync(router => _segment.Engine.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled));
        await EachAsync(router => keepalived.WaitForStateAsync(router.Name, "BACKUP", Cancelled));

        // The content of the file, times the weight where it is not 0, is the contribution; with weight 0 anything but 0 is a fault.
        await File.WriteAllTextAsync(health, "1", Cancelled);
        await EachAsync(router => _segment.Engine.WaitForStateAsync(router.Name, VrrpState.Fault, Cancelled));
        await EachAsync(router => keepalived.WaitForStateAsync(router.Name, "MASTER", Cancelled));

        await File.WriteAllTextAsync(health, "0", Cancelled);
        await EachAsync(router => _segment.Engine.WaitForStateAsync(router.Name, VrrpState.Master, Cancelled));
        await EachAsync(router => keepalived.WaitForStateAsync(router.Name, "BACKUP", Cancelled));

        async Task EachAsync(Func<Pairing, Task> wait)
        {
            foreach (Pairing router in routers)
            {
                await wait(router);
            }
        }
    }

    private static TrackOptions Track(string kind, int weight, NginxProcess nginx) => kind switch
    {
        "process" => new ProcessTrackOptions { Name = "nginx", Weight = weight, PidFile = nginx.PidFile, Interval = Interval },
        "http" => new HttpTrackOptions { Name = "nginx", Weight = weight, Uri = new Uri("http://127.0.0.1/"), Interval = Interval },
        _ => new TcpTrackOptions { Name = "nginx", Weight = weight, Host = "127.0.0.1", Port = 80, Interval = Interval },
    };
}
