using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NginxHa.Cmdlets.Commands.Topology;
using NginxHa.Cmdlets.Publishing;
using NginxHa.Topology;

namespace NginxHa.Tests.Unit.Cmdlets.Publishing;

[Collection(ModuleStateCollection.Name)]
public sealed class PublishTests : IDisposable
{
    private readonly Runspace _runspace;
    private IDisposable? _ways;
    private IReadOnlyList<ErrorRecord> _errors = [];
    private IReadOnlyList<string> _warnings = [];

    public PublishTests()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Publish-HaTopology", typeof(PublishHaTopologyCommand), helpFileName: null));
        state.Commands.Add(new SessionStateCmdletEntry("Get-HaTopologyStatus", typeof(GetHaTopologyStatusCommand), helpFileName: null));
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
    }

    public void Dispose()
    {
        _ways?.Dispose();
        _runspace.Dispose();
    }

    [Fact]
    public void Who_owns_nothing_comes_first()
    {
        FakeFleet fleet = Fleet(Pair(150, 100, "192.0.2.1"), "a", "b");
        PublishedNode[] steps = Publish(Pair(150, 100, "192.0.2.1", "192.0.2.2"), "a", "b");
        Assert.Equal(["b", "a"], steps.Select(step => step.Node));
        Assert.Equal(["b", "a"], fleet.Applied);
        Assert.All(steps, step => Assert.Equal(PublishOutcome.Published, step.Outcome));
        Assert.Equal(["192.0.2.1"], steps[1].Owned);
        Assert.Empty(_errors);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void In_a_swap_the_new_owner_is_raised_before_the_old_one_is_lowered()
    {
        FakeFleet fleet = Fleet(Pair(150, 100, "192.0.2.1"), "a", "b");
        Assert.All(Publish(Pair(100, 150, "192.0.2.1"), "a", "b"), step => Assert.Equal(PublishOutcome.Published, step.Outcome));
        Assert.Equal(["b", "a"], fleet.Applied);
        Assert.Equal("b", Assert.Single(Status(Pair(100, 150, "192.0.2.1"), "a", "b")).ActualOwner.Single());
    }

    [Fact]
    public void What_is_as_declared_is_not_touched()
    {
        FakeFleet fleet = Fleet(Pair(150, 100, "192.0.2.1"), "a", "b");
        Assert.All(Publish(Pair(150, 100, "192.0.2.1"), "a", "b"), step => Assert.Equal(PublishOutcome.Unchanged, step.Outcome));
        Assert.Empty(fleet.Applied);
    }

    [Fact]
    public void WhatIf_gives_the_plan_and_changes_nothing()
    {
        FakeFleet fleet = Fleet(Pair(150, 100, "192.0.2.1"), "a", "b");
        PublishedNode[] plan = Run<PublishedNode>("Publish-HaTopology", Pair(100, 150, "192.0.2.1"), ["a", "b"], ("WhatIf", true));
        Assert.Equal([(1, "b", PublishOutcome.Planned), (2, "a", PublishOutcome.Planned)], plan.Select(step => (step.Order, step.Node, step.Outcome)));
        Assert.All(plan, step => Assert.Equal(["another document"], step.Differences));
        Assert.Empty(fleet.Applied);
    }

    [Fact]
    public void The_first_failure_is_the_end()
    {
        FakeFleet fleet = Fleet(Pair(150, 100, "192.0.2.1"), "a", "b");
        fleet.Refusing.Add("b");
        PublishedNode[] steps = Publish(Pair(100, 150, "192.0.2.1"), "a", "b");
        Assert.Equal([("b", PublishOutcome.Failed), ("a", PublishOutcome.NotReached)], steps.Select(step => (step.Node, step.Outcome)));
        Assert.Contains("the disk is full", steps[0].Reason, StringComparison.Ordinal);
        Assert.Equal(["b"], fleet.Applied);
        Assert.StartsWith("PublishingStopped", Assert.Single(_errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_cannot_be_reached_stops_before_the_first_one()
    {
        FakeFleet fleet = Fleet(Pair(150, 100, "192.0.2.1"), "a", "b");
        fleet.Unreachable.Add("a");
        Assert.Empty(Publish(Pair(100, 150, "192.0.2.1"), "b", "a"));
        Assert.StartsWith("NodeNotReached", Assert.Single(_errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(fleet.Applied);
    }

    [Fact]
    public void Two_computers_cannot_be_one_node()
    {
        FakeFleet fleet = Fleet(Pair(150, 100, "192.0.2.1"), "a", "b");
        fleet.Aliases["alias"] = "a";
        Assert.Empty(Publish(Pair(100, 150, "192.0.2.1"), "a", "alias"));
        Assert.StartsWith("NodeIsThereTwice", Assert.Single(_errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(fleet.Applied);
    }

    [Fact]
    public void A_topology_with_errors_asks_nobody()
    {
        FakeFleet fleet = Fleet(Pair(150, 100, "192.0.2.1"), "a", "b");
        Assert.Empty(Publish(Pair(150, 100, "192.0.2.1") with { Interface = null }, "a", "b"));
        Assert.Single(_errors);
        Assert.Empty(fleet.Asked);
    }

    [Fact]
    public void Two_owners_are_a_failure_and_a_worse_owner_is_a_warning()
    {
        FakeFleet fleet = Fleet(Pair(150, 100, "192.0.2.1"), "a", "b");
        fleet.Deaf.Add("b");
        PublishedNode[] steps = Publish(Pair(151, 100, "192.0.2.1"), "a", "b");
        Assert.Contains(PublishOutcome.Failed, steps.Select(step => step.Outcome));
        Assert.Contains("a and b have 192.0.2.1", Assert.Single(_errors).Exception.Message, StringComparison.Ordinal);

        fleet = Fleet(Pair(150, 100, "192.0.2.1"), "a", "b");
        fleet.Faulty.Add("a");
        Assert.All(Publish(Pair(151, 100, "192.0.2.1"), "a", "b"), step => Assert.Equal(PublishOutcome.Published, step.Outcome));
        Assert.Empty(_errors);
        Assert.Contains(_warnings, warning => warning.Contains("b has 192.0.2.1, and not a", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_is_missing_is_named()
    {
        FakeFleet fleet = Fleet(Pair(150, 100, "192.0.2.1"), "a", "b");
        Assert.Equal(PublishOutcome.Published, Assert.Single(Publish(Pair(151, 100, "192.0.2.1"), "a")).Outcome);
        Assert.Contains("left as they are: b.", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Equal(["a"], fleet.Applied);
    }

    [Theory]
    [InlineData(TopologyEngine.Agent)]
    [InlineData(TopologyEngine.Keepalived)]
    public void A_change_of_what_is_not_advertised_leaves_one_owner(TopologyEngine engine)
    {
        FakeFleet fleet = Fleet(Pair(150, 100, "192.0.2.1", "192.0.2.2 excluded"), "a", "b");
        HaTopology changed = Pair(150, 100, "192.0.2.1", "192.0.2.3 excluded", "2001:db8::1 excluded");
        Assert.Equal([("b", PublishOutcome.Published), ("a", PublishOutcome.Published)], Publish(changed, engine).Select(step => (step.Node, step.Outcome)));
        Assert.Equal(["b", "a"], fleet.Applied);
        Assert.Empty(_errors);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(TopologyEngine.Agent, "192.0.2.1", "192.0.2.1 2001:db8::1")]
    [InlineData(TopologyEngine.Keepalived, "192.0.2.1", "192.0.2.1 2001:db8::1")]
    [InlineData(TopologyEngine.Agent, "192.0.2.1 2001:db8::1", "2001:db8::1")]
    [InlineData(TopologyEngine.Keepalived, "192.0.2.1 2001:db8::1", "2001:db8::1")]
    [InlineData(TopologyEngine.Agent, "192.0.2.1 2001:db8::1", "192.0.2.1 192.0.2.2 2001:db8::1")]
    [InlineData(TopologyEngine.Keepalived, "192.0.2.1 2001:db8::1", "192.0.2.1 192.0.2.2 2001:db8::1")]
    [InlineData(TopologyEngine.Agent, "192.0.2.1", "2001:db8::1")]
    [InlineData(TopologyEngine.Keepalived, "192.0.2.1", "2001:db8::1")]
    [InlineData(TopologyEngine.Keepalived, "192.0.2.1", "192.0.2.1 192.0.2.2")]
    public void A_change_of_one_family_waits_for_no_second_owner_in_the_other_one(TopologyEngine engine, string before, string after)
    {
        FakeFleet fleet = Fleet(Pair(150, 100, before.Split(' ')), "a", "b");
        Assert.Equal([("b", PublishOutcome.Published), ("a", PublishOutcome.Published)], Publish(Pair(150, 100, after.Split(' ')), engine).Select(step => (step.Node, step.Outcome)));
        Assert.Equal(["b", "a"], fleet.Applied);
        Assert.Empty(_errors);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Status_tells_split_brain_drift_and_who_is_away()
    {
        FakeFleet fleet = Fleet(Pair(150, 100, "192.0.2.1"), "a", "b");
        Assert.Equal(VirtualIpCondition.Good, Assert.Single(Status(Pair(150, 100, "192.0.2.1"), "a", "b")).Condition);
        TopologyVirtualIpStatus other = Assert.Single(Status(Pair(100, 150, "192.0.2.1"), "a", "b"));
        Assert.Equal((VirtualIpCondition.Misplaced, "b"), (other.Condition, other.ExpectedOwner));
        Assert.Equal(["a", "b"], other.Drift);

        fleet.Deaf.Add("b");
        TopologyVirtualIpStatus split = Assert.Single(Status(Pair(150, 100, "192.0.2.1"), "a", "b"));
        Assert.Equal(VirtualIpCondition.SplitBrain, split.Condition);
        Assert.Equal(["a", "b"], split.ActualOwner);

        fleet.Deaf.Clear();
        fleet.Faulty.UnionWith(["a", "b"]);
        Assert.Equal(VirtualIpCondition.Unowned, Assert.Single(Status(Pair(150, 100, "192.0.2.1"), "a", "b")).Condition);
        fleet.Unreachable.Add("a");
        TopologyVirtualIpStatus away = Assert.Single(Status(Pair(150, 100, "192.0.2.1"), "a", "b"));
        Assert.Equal(VirtualIpCondition.Unknown, away.Condition);
        Assert.Contains("no route to host", away.Nodes.Single(view => !view.IsReachable).Reason, StringComparison.Ordinal);
        Assert.StartsWith("NodeNotReached", Assert.Single(_errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private FakeFleet Fleet(HaTopology running, params string[] nodes)
    {
        _ways?.Dispose();
        var fleet = new FakeFleet(running, nodes);
        _ways = NodeChannels.Replace(fleet.Connect);
        return fleet;
    }

    private PublishedNode[] Publish(HaTopology topology, params string[] hosts) => Run<PublishedNode>("Publish-HaTopology", topology, hosts, ("Timeout", TimeSpan.Zero));

    private PublishedNode[] Publish(HaTopology topology, TopologyEngine engine) =>
        Run<PublishedNode>("Publish-HaTopology", topology, ["a", "b"], ("Timeout", TimeSpan.Zero), ("Engine", engine));

    private TopologyVirtualIpStatus[] Status(HaTopology topology, params string[] hosts) => Run<TopologyVirtualIpStatus>("Get-HaTopologyStatus", topology, hosts);

    private T[] Run<T>(string command, HaTopology topology, string[] hosts, params (string Name, object Value)[] parameters)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddCommand(command).AddParameter("Topology", topology).AddParameter("HostName", hosts);
        foreach ((string name, object value) in parameters)
        {
            shell.AddParameter(name, value);
        }

        var output = new List<T>();
        var errors = new List<ErrorRecord>();
        try
        {
            shell.Invoke(null, output, null);
        }
        catch (RuntimeException exception)
        {
            errors.Add(exception.ErrorRecord);
        }

        _errors = [.. errors.Concat(shell.Streams.Error)];
        _warnings = [.. shell.Streams.Warning.Select(warning => warning.Message)];
        return [.. output];
    }

    private static HaTopology Pair(byte first, byte second, params IReadOnlyList<string> addresses) => TopologyDocument.Parse($$"""
        {
          "name": "web", "interface": "eth0",
          "nodes": [{ "name": "a", "priority": {{first}} }, { "name": "b", "priority": {{second}} }],
          "virtualIps": [{{string.Join(", ", addresses.Select(Entry))}}]
        }
        """).Topology!;

    private static string Entry(string address)
    {
        string[] words = address.Split(' ');
        return $$"""{ "address": "{{words[0]}}/{{(words[0].Contains(':', StringComparison.Ordinal) ? 64 : 24)}}", "isExcluded": {{(words.Length > 1 ? "true" : "false")}} }""";
    }
}
