using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Publishing;
using NginxHa.Topology;

namespace NginxHa.Tests.Unit.Cmdlets.Resources;

[Collection(ModuleStateCollection.Name)]
public sealed class RunningAgentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nha-").FullName;
    private readonly FakeAgent _agent;
    private readonly IDisposable _replacement;

    public RunningAgentTests()
    {
        _agent = new FakeAgent(Path);
        _replacement = RunningAgent.Replace(_agent);
    }

    private string Path => System.IO.Path.Combine(_folder, "deep", "nginxha.json");

    public void Dispose()
    {
        _replacement.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_document_is_saved_and_read_once_and_the_second_time_nothing_happens()
    {
        HaTopology topology = Topology("192.0.2.10");
        Assert.NotEmpty(await RunningAgent.PublishAsync(Path, topology, TestContext.Current.CancellationToken));
        Assert.Equal(1, _agent.Reloads);
        DateTime saved = File.GetLastWriteTimeUtc(Path);
        Assert.Empty(await RunningAgent.PublishAsync(Path, topology, TestContext.Current.CancellationToken));
        Assert.Equal(1, _agent.Reloads);
        Assert.Equal(saved, File.GetLastWriteTimeUtc(Path));
        Assert.Null(await RunningAgent.LagAsync(Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_agent_that_has_not_read_what_is_saved_lags_and_is_told()
    {
        HaTopology topology = Topology("192.0.2.10");
        await RunningAgent.PublishAsync(Path, topology, TestContext.Current.CancellationToken);
        _agent.Hash = "another";
        Assert.Contains("another version", await RunningAgent.LagAsync(Path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await RunningAgent.PublishAsync(Path, topology, TestContext.Current.CancellationToken);
        Assert.Null(await RunningAgent.LagAsync(Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_the_agent_refuses_is_taken_back()
    {
        await RunningAgent.PublishAsync(Path, Topology("192.0.2.10"), TestContext.Current.CancellationToken);
        string before = await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken);
        _agent.Problem = new Finding(FindingSeverity.Error, "ProgramTrust", "Somebody else can write it.");
        HaException refused = await Assert.ThrowsAsync<HaException>(() => RunningAgent.PublishAsync(Path, Topology("192.0.2.11"), TestContext.Current.CancellationToken));
        Assert.Equal("AgentRefusedDocument", refused.Id);
        Assert.Contains("Somebody else can write it.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_first_document_that_is_refused_is_gone_again()
    {
        _agent.Problem = new Finding(FindingSeverity.Error, "Any", "No.");
        await Assert.ThrowsAsync<HaException>(() => RunningAgent.PublishAsync(Path, Topology("192.0.2.10"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public async Task An_agent_with_another_document_is_left_alone()
    {
        _agent.DocumentPath = "/somewhere/else.json";
        Assert.Single(await RunningAgent.PublishAsync(Path, Topology("192.0.2.10"), TestContext.Current.CancellationToken));
        await RunningAgent.WithdrawAsync(Path, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (_agent.Reloads, _agent.Stops));
    }

    [Fact]
    public async Task A_document_that_is_taken_away_ends_the_agent_and_stays_as_the_previous_one()
    {
        await RunningAgent.PublishAsync(Path, Topology("192.0.2.10"), TestContext.Current.CancellationToken);
        string text = await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken);
        await RunningAgent.WithdrawAsync(Path, TestContext.Current.CancellationToken);
        Assert.Equal(1, _agent.Stops);
        Assert.False(File.Exists(Path));
        Assert.Equal(text, await File.ReadAllTextAsync(Path + ".previous", TestContext.Current.CancellationToken));
    }

    private static HaTopology Topology(string address) =>
        TopologyDocument.Parse($$"""{ "name": "web", "interface": "eth0", "nodes": [{ "name": "a" }, { "name": "b" }], "virtualIps": ["{{address}}/24"] }""").Topology!;
}
