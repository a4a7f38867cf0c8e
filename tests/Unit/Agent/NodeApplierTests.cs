using NginxHa.Agent.Logging;
using NginxHa.Agent.Recovery;
using NginxHa.Agent.Reloading;
using NginxHa.Control;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Runtime;
using static NginxHa.Tests.Unit.Agent.NodeDifferenceTests;

namespace NginxHa.Tests.Unit.Agent;

public sealed class NodeApplierTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nha-").FullName;
    private readonly ScriptedEngine _engine = new();
    private readonly StateFile _file;
    private readonly StateKeeper _keeper;
    private readonly AgentLog _log = new(new AgentLogSettings { Format = AgentLogFormat.Text }, TextWriter.Null, TimeProvider.System);

    public NodeApplierTests()
    {
        _file = StateFile.In(_folder);
        _keeper = new StateKeeper(_file, "boot");
    }

    public void Dispose()
    {
        _log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Everything_is_done_and_reported()
    {
        VrrpInstanceOptions[] before = [Instance("web", 7), Instance("mail", 8), Instance("old", 9)];
        _engine.Have(before);
        IReadOnlyList<ReloadChange> changes = await Apply(
            before, [], Node([Instance("web", 7) with { Priority = 120 }, Instance("mail", 18), Instance("new", 9)], Group("both", "web", "new")));
        Assert.Equal(
            [
                "InstanceUpdated web: Priority", "InstanceStopped old", "GroupSet both", "InstanceRestarted mail: VirtualRouterId, VirtualAddresses", "InstanceStarted new",
            ],
            changes.Select(change => change.ToString()));
        Assert.Equal(["mail 18 100", "new 9 100", "web 7 120"], _engine.Instances);
        Assert.Equal(["mail 18", "new 9", "web 7"], Recorded());
    }

    [Theory]
    [InlineData("start new")]
    [InlineData("start mail")]
    [InlineData("stop old")]
    [InlineData("update web")]
    [InlineData("group both")]
    public async Task What_was_done_is_undone_when_the_engine_refuses_a_part(string refused)
    {
        VrrpInstanceOptions[] before = [Instance("web", 7), Instance("mail", 8), Instance("old", 9)];
        SyncGroupOptions[] groups = [Group("one", "web", "mail"), Group("gone", "old")];
        _engine.Have(before, groups);
        _keeper.Settle([.. before.Select(instance => (instance.Name, (VrrpInstanceOptions?)instance))]);
        _engine.Refused = refused;
        NodeDeclaration wanted = Node(
            [Instance("web", 7) with { Priority = 120 }, Instance("mail", 18), Instance("new", 9)], Group("one", "mail"), Group("both", "web", "new"));
        VrrpEngineException exception = await Assert.ThrowsAsync<VrrpEngineException>(() => Apply(before, groups, wanted));
        Assert.Equal(refused, exception.Message);
        Assert.Equal(["mail 8 100", "old 9 100", "web 7 100"], _engine.Instances);
        Assert.Equal(["gone: old", "one: web mail"], _engine.Groups);
        Assert.Equal(["mail 8", "old 9", "web 7"], Recorded());
    }

    [Fact]
    public async Task State_file_is_ahead_of_the_engine()
    {
        _engine.Before = what => Assert.Contains(what == "start new" ? "new 9" : "web 17", Recorded());
        VrrpInstanceOptions[] before = [Instance("web", 7)];
        _engine.Have(before);
        await Apply(before, [], Node([Instance("web", 17), Instance("new", 9)]));
    }

    private Task<IReadOnlyList<ReloadChange>> Apply(VrrpInstanceOptions[] before, SyncGroupOptions[] groups, NodeDeclaration wanted) =>
        new NodeApplier(_engine, _keeper, _log).ApplyAsync(NodeDifference.Between(before, groups, wanted));

    private IEnumerable<string> Recorded() =>
        _file.Read()!.Instances.Select(instance => $"{instance.Name} {instance.VirtualRouterId}").Order(StringComparer.Ordinal);
}
