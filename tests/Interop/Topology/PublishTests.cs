using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NginxHa.Cmdlets.Commands.Topology;
using NginxHa.Cmdlets.Publishing;
using NginxHa.Tests.Interop.Fixture;
using NginxHa.Topology;

namespace NginxHa.Tests.Interop.Topologies;

/// <summary>Changes that are rolled through the pair while a client asks without a pause, and declarations that change nothing.</summary>
[Collection(TimingSensitive.Name)]
public sealed class PublishTests : IDisposable
{
    private const string Added = "192.168.139.202";
    private const string Excluded = " excluded";
    private static readonly string[] Hosts = ["centos6-1", "centos6-2"];
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(1);

    private readonly ScratchFolder _folder = new();
    private readonly Runspace _runspace;
    private DeclaredPair _pair = null!;
    private IDisposable? _ways;

    public PublishTests()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Publish-HaTopology", typeof(PublishHaTopologyCommand), helpFileName: null));
        state.Commands.Add(new SessionStateCmdletEntry("Get-HaTopologyStatus", typeof(GetHaTopologyStatusCommand), helpFileName: null));
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _ways?.Dispose();
        _runspace.Dispose();
        _pair?.Dispose();
        _folder.Dispose();
    }

    [InteropTheory(Needs.Keepalived | Needs.Nginx)]
    [InlineData(TopologyEngine.Agent, 1.5)]
    [InlineData(TopologyEngine.Keepalived, 3)]
    public async Task A_new_address_and_a_swap_of_priorities_cost_one_handover(TopologyEngine engine, double longestGap)
    {
        _pair = new DeclaredPair(engine);
        _ways = NodeChannels.Replace(host => new NamespaceChannel(host == "centos6-1" ? _pair.One : _pair.Two));
        await _pair.StartNginxAsync(Cancelled);
        PublishedNode[] first = Publish(Document(150, 100, DeclaredPair.First));
        Assert.Equal([PublishOutcome.Published, PublishOutcome.Published], first.Select(step => step.Outcome));
        await Task.WhenAll(_pair.One.StartEngineAsync(Cancelled), _pair.Two.StartEngineAsync(Cancelled));
        await _pair.OwnerAsync(DeclaredPair.First, _pair.One, Cancelled);
        HttpGapProbe probe = new(_pair.Client, DeclaredPair.First, Pace, AnswerLimit);
        await probe.WaitForServerAsync(_pair.One.Node, TimeSpan.FromSeconds(10), Cancelled);

        // A new address: the backup first. Nobody who asks for the old one notices.
        long since = Stopwatch.GetTimestamp();
        PublishedNode[] added = Publish(Document(150, 100, DeclaredPair.First, Added));
        Assert.Equal(["centos6-2", "centos6-1"], added.Select(step => step.Node));
        Assert.Equal([PublishOutcome.Published, PublishOutcome.Published], added.Select(step => step.Outcome));
        Assert.Equal(["centos6-1"], _pair.Owners.Owners(Added));
        Assert.Equal(TimeSpan.Zero, _pair.Owners.LongestAbsence(DeclaredPair.First, since));
        if (engine == TopologyEngine.Agent)
        {
            Assert.Equal(0, Lost(probe, since));
            Assert.Empty(Handovers(probe, since));
        }

        Assert.True(probe.LongestGap(since) < TimeSpan.FromSeconds(longestGap), _pair.One.Log + _pair.Two.Log);

        // The priorities change places: one hand-over, of both addresses.
        since = Stopwatch.GetTimestamp();
        PublishedNode[] swapped = Publish(Document(100, 150, DeclaredPair.First, Added));
        Assert.Equal([PublishOutcome.Published, PublishOutcome.Published], swapped.Select(step => step.Outcome));
        Assert.Equal(["centos6-2"], _pair.Owners.Owners(DeclaredPair.First));
        Assert.Equal(["centos6-2"], _pair.Owners.Owners(Added));
        await probe.WaitForServerAsync(_pair.Two.Node, TimeSpan.FromSeconds(10), Cancelled);
        TimeSpan gap = probe.LongestGap(since);
        Assert.True(gap < TimeSpan.FromSeconds(longestGap), $"{gap.TotalMilliseconds} ms without an answer:\n{_pair.Owners.Describe(DeclaredPair.First)}");
        Assert.Single(Handovers(probe, since));

        // As declared: nobody is touched.
        string before = _pair.One.Fingerprint() + _pair.Two.Fingerprint();
        Assert.All(Publish(Document(100, 150, DeclaredPair.First, Added)), step => Assert.Equal(PublishOutcome.Unchanged, step.Outcome));
        Assert.Equal(before, _pair.One.Fingerprint() + _pair.Two.Fingerprint());
        TopologyVirtualIpStatus[] status = Run<TopologyVirtualIpStatus>("Get-HaTopologyStatus", Document(100, 150, DeclaredPair.First, Added));
        Assert.All(status, ip => Assert.Equal((VirtualIpCondition.Good, "centos6-2", 0), (ip.Condition, ip.ExpectedOwner, ip.Drift.Count)));

        // What does not validate stops before the first node.
        string broken = _folder.Write("broken.json", TopologyDocument.Write(Document(100, 150, DeclaredPair.First)).Replace("\"V3\"", "\"V4\"", StringComparison.Ordinal));
        RuntimeException refused = Assert.ThrowsAny<RuntimeException>(() => Run<PublishedNode>("Publish-HaTopology", broken));
        Assert.StartsWith("InvalidTopology", refused.ErrorRecord.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(before, _pair.One.Fingerprint() + _pair.Two.Fingerprint());

        TopologyVirtualIpStatus[] drifted = Run<TopologyVirtualIpStatus>("Get-HaTopologyStatus", Document(150, 100, DeclaredPair.First, Added));
        Assert.All(drifted, ip => Assert.Equal((VirtualIpCondition.Misplaced, 2), (ip.Condition, ip.Drift.Count)));
        probe.Stop();
    }

    [InteropTheory(Needs.Keepalived)]
    [InlineData(TopologyEngine.Agent)]
    [InlineData(TopologyEngine.Keepalived)]
    public async Task What_the_lists_of_one_family_do_not_show_never_has_two_owners(TopologyEngine engine)
    {
        _pair = new DeclaredPair(engine, withIPv6: true);
        _ways = NodeChannels.Replace(host => new NamespaceChannel(host == "centos6-1" ? _pair.One : _pair.Two));
        Publish(Document(150, 100, DeclaredPair.First));
        await Task.WhenAll(_pair.One.StartEngineAsync(Cancelled), _pair.Two.StartEngineAsync(Cancelled));
        await _pair.OwnerAsync(DeclaredPair.First, _pair.One, Cancelled);
        long since = Stopwatch.GetTimestamp();

        // An address that is not advertised, another one instead, and one of the other family.
        foreach (string excluded in (string[])[Added, DeclaredPair.Second, "fd77::202"])
        {
            Roll(DeclaredPair.First, excluded + Excluded);
            Assert.Equal(["centos6-1"], _pair.Owners.Owners(excluded));
        }

        Assert.Equal(TimeSpan.Zero, _pair.Owners.LongestAbsence(DeclaredPair.First, since));

        // The other family comes: a virtual router of its own, that moves with the one of IPv4. keepalived has a master that is
        // new in a sync group wait for the other members: once, for as long as a backup waits.
        since = Stopwatch.GetTimestamp();
        Roll(DeclaredPair.First, "fd77::200");
        Assert.Equal(["centos6-1"], _pair.Owners.Owners("fd77::200"));
        TimeSpan absence = _pair.Owners.LongestAbsence(DeclaredPair.First, since);
        Assert.True(engine == TopologyEngine.Agent ? absence == TimeSpan.Zero : absence < TimeSpan.FromSeconds(3), _pair.Owners.Describe(DeclaredPair.First));

        // It gets one more, for which a backup that has it already stays one, and goes.
        since = Stopwatch.GetTimestamp();
        Roll(DeclaredPair.First, "fd77::200", "fd77::201");
        Assert.Equal(["centos6-1"], _pair.Owners.Owners("fd77::201"));
        Roll(DeclaredPair.First);
        await Eventually.TrueAsync(() => _pair.Owners.Owners("fd77::200").Count == 0, EngineNode.Patience, () => "nobody has fd77::200", Cancelled);
        Assert.Equal(TimeSpan.Zero, _pair.Owners.LongestAbsence(DeclaredPair.First, since));
        Assert.All((string[])[DeclaredPair.First, Added, DeclaredPair.Second, "fd77::202", "fd77::200", "fd77::201"], address => Assert.Equal(TimeSpan.Zero, _pair.Owners.LongestOverlap(address)));

        void Roll(params string[] addresses)
        {
            PublishedNode[] steps = Publish(Document(150, 100, addresses));
            Assert.Equal([("centos6-2", PublishOutcome.Published), ("centos6-1", PublishOutcome.Published)], steps.Select(step => (step.Node, step.Outcome)));
        }
    }

    [InteropTheory(Needs.Keepalived | Needs.Nginx | Needs.Tcpdump)]
    [InlineData(TopologyEngine.Agent)]
    [InlineData(TopologyEngine.Keepalived)]
    public async Task Applied_again_by_DSC_and_by_publishing_it_costs_no_advertisement(TopologyEngine engine)
    {
        _pair = new DeclaredPair(engine);
        _ways = NodeChannels.Replace(host => new NamespaceChannel(host == "centos6-1" ? _pair.One : _pair.Two));
        await _pair.StartNginxAsync(Cancelled);
        Assert.All(await _pair.DeclareAsync("MasterBackup", Cancelled), lines => Assert.Equal(["before False", "after True"], lines));
        await Task.WhenAll(_pair.One.StartEngineAsync(Cancelled), _pair.Two.StartEngineAsync(Cancelled));
        await _pair.OwnerAsync(DeclaredPair.First, _pair.One, Cancelled);
        Topology.HaTopology document = TopologyDocument.Parse(await File.ReadAllTextAsync(_pair.One.DocumentPath, Cancelled)).Topology!;
        TimeSpan interval = document.Vrrp.AdvertisementInterval;
        string before = EnginesAndFiles();

        PacketCapture capture = await PacketCapture.StartAsync(_pair.Client, "ip proto 112", Cancelled);
        Assert.All(await _pair.DeclareAsync("MasterBackup", Cancelled), lines => Assert.Equal(["before True", "after True"], lines));
        Assert.All(Publish(document), step => Assert.Equal(PublishOutcome.Unchanged, step.Outcome));
        await Task.Delay(2 * interval, Cancelled);

        IReadOnlyList<CapturedFrame> frames = capture.ReadFrames();
        Assert.Equal(before, EnginesAndFiles());
        Assert.All(frames, frame => Assert.Equal(("192.168.139.130", false), (frame.Source.ToString(), frame.Payload[2] == 0)));
        TimeSpan[] gaps = [.. frames.Zip(frames.Skip(1), (earlier, later) => later.Time - earlier.Time)];

        // A backup takes over after three intervals and its skew time. An advertisement that is late by more than half an interval counts as
        // missed; a busy machine may explain one, and each of the two applications would cost one of its own.
        Assert.True(frames.Count > 10, capture.Describe());
        string story = string.Join(' ', gaps.Select(gap => gap.TotalMilliseconds));
        Assert.True(gaps.Max() < 3 * interval, story);
        Assert.True(gaps.Sum(gap => Math.Max(0, Math.Round(gap / interval) - 1)) <= 1, story);

        string EnginesAndFiles() => string.Join('\n', ((DeclaredNode[])[_pair.One, _pair.Two]).Select(node =>
            $"{node.EngineId}, reloads: {node.Log.Split('\n').Count(line => line.Contains("reload", StringComparison.OrdinalIgnoreCase))}, {node.Fingerprint()}"));
    }

    private PublishedNode[] Publish(Topology.HaTopology topology) => Run<PublishedNode>("Publish-HaTopology", topology);

    private T[] Run<T>(string command, object topology)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddCommand(command).AddParameter("Topology", topology).AddParameter("HostName", Hosts).AddParameter("Engine", _pair.One.Engine).AddParameter("ErrorAction", "Stop");
        T[] output = [.. shell.Invoke<T>()];
        Assert.Empty(shell.Streams.Error.Select(error => error.ToString()));
        Assert.Empty(shell.Streams.Warning.Select(warning => warning.Message));
        return output;
    }

    private static int Lost(HttpGapProbe probe, long since) => probe.Requests.Count(request => request.Started >= since && !request.IsGood);

    /// <summary>The servers of the good answers, each time another one than before.</summary>
    private static IEnumerable<string> Handovers(HttpGapProbe probe, long since)
    {
        string[] servers = [.. probe.Requests.Where(request => request.Started >= since && request.IsGood).OrderBy(request => request.Started).Select(request => request.Server!)];
        return servers.Zip(servers.Skip(1)).Where(pair => pair.First != pair.Second).Select(pair => pair.Second);
    }

    private static Topology.HaTopology Document(byte first, byte second, params IReadOnlyList<string> addresses) => TopologyDocument.Parse($$"""
        {
          "name": "web", "interface": "eth0", "vrrp": { "version": "V3", "advertisementInterval": 0.2 },
          "nodes": [
            { "name": "centos6-1", "addresses": ["192.168.139.130"], "priority": {{first}} },
            { "name": "centos6-2", "addresses": ["192.168.139.129"], "priority": {{second}} }
          ],
          "virtualIps": [{{string.Join(", ", addresses.Select(Entry))}}]
        }
        """).Topology!;

    private static string Entry(string address)
    {
        string plain = address.Replace(Excluded, string.Empty, StringComparison.Ordinal);
        return $$"""{ "address": "{{plain}}/{{(plain.Contains(':', StringComparison.Ordinal) ? 64 : 24)}}", "isExcluded": {{(plain == address ? "false" : "true")}} }""";
    }
}
