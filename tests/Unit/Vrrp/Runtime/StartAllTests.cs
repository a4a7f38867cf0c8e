using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;
using static NginxHa.Tests.Unit.Vrrp.Runtime.CoreBench;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>Many instances started at once, on fake networks.</summary>
public sealed class StartAllTests : IAsyncDisposable
{
    private readonly VrrpEngine _engine = new(new VrrpEngineSettings { OpenNetwork = Open });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task All_that_can_run_do_and_each_refusal_stands_in_its_place()
    {
        await _engine.StartAsync(Numbered(3), Token);
        VrrpInstanceOptions[] wanted =
        [
            Numbered(1),
            Numbered(2) with { Interface = "eth9" },
            Numbered(3),
            Numbered(4) with { Priority = 0 },
            Numbered(5),
            Numbered(5),
            Numbered(6) with { VirtualRouterId = 5 },
            Numbered(7) with { NetworkNamespace = "other" },
            Numbered(8),
        ];

        IReadOnlyList<VrrpEngineException?> problems = await _engine.StartAllAsync(wanted, Token);

        Assert.Equal(
            [null, VrrpEngineError.InterfaceNotFound, VrrpEngineError.NameInUse, VrrpEngineError.InvalidOptions, null, VrrpEngineError.NameInUse, VrrpEngineError.VirtualRouterIdInUse, null, null],
            problems.Select(problem => problem?.Error));
        Assert.Equal(["vr1", "vr3", "vr5", "vr7", "vr8"], (await _engine.GetInstancesAsync(Token)).Select(status => status.Options.Name));
    }

    [Fact]
    public async Task A_name_cannot_run_in_two_namespaces()
    {
        IReadOnlyList<VrrpEngineException?> problems = await _engine.StartAllAsync([Numbered(1), Numbered(1) with { NetworkNamespace = "other" }], Token);
        Assert.Null(problems[0]);
        Assert.Equal(VrrpEngineError.NameInUse, problems[1]?.Error);
    }

    [Fact]
    public async Task Members_of_a_group_find_their_group()
    {
        await _engine.SetGroupAsync(new SyncGroupOptions { Name = "pair", Members = ["vr1", "vr3"] }, Token);

        IReadOnlyList<VrrpEngineException?> problems = await _engine.StartAllAsync([Numbered(1), Numbered(2), Numbered(3)], Token);

        Assert.All(problems, Assert.Null);
        Assert.Equal(["pair", null, "pair"], (await _engine.GetInstancesAsync(Token)).Select(status => status.Group));
    }

    [Fact]
    public async Task What_was_started_together_stops_one_by_one()
    {
        await _engine.StartAllAsync([.. Enumerable.Range(1, 40).Select(Numbered)], Token);
        await _engine.StopAsync("vr20", false, Token);
        Assert.Equal(39, (await _engine.GetInstancesAsync(Token)).Count);
    }

    private static VrrpInstanceOptions Numbered(int id) => Web with
    {
        Name = $"vr{id}", VirtualRouterId = (byte)id, VirtualAddresses = [Address($"192.0.2.{100 + id}", 24)],
    };

    private static FakeNetworkStack Open(string? networkNamespace)
    {
        FakeNetworkStack stack = new();
        stack.SetLink("eth0", Link);
        stack.SetPrimary(Link, "192.0.2.10");
        return stack;
    }
}
