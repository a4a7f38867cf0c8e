using System.Diagnostics;
using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Output;
using NginxHa.Cmdlets.Publishing;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>Makes nodes what a topology says, one after the other, in an order that leaves no virtual IP without an owner.</summary>
[Cmdlet(VerbsData.Publish, "HaTopology", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PublishedNode))]
public sealed class PublishHaTopologyCommand : HaTopologyFleetCmdlet
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the virtual IPs may take, after each node, to be where they should be.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    private protected override void Run()
    {
        HaTopology topology = ReadTopology();
        NodeSettings settings = Settings;
        IReadOnlyList<INodeChannel> channels = Connect((target, cause) => throw HaErrors.NodeNotReached(target, cause));
        IReadOnlyList<(INodeChannel Channel, NodeAnswer Answer)> nodes = AskAll(channels, new NodeRequest(NodeOperation.Compare, topology, settings));
        RequireEachOnce(nodes);
        bool seesAll = SeesAll(topology, nodes);

        IReadOnlyList<(INodeChannel Channel, NodeAnswer Answer)> order = PublishOrder.Of(nodes, node => node.Answer, [.. topology.Nodes.Select(node => node.Name)]);
        using var progress = new CmdletProgress(this, $"Publishing '{topology.Name}'");
        HaException? failure = null;
        for (int i = 0; i < order.Count; i++)
        {
            (INodeChannel channel, NodeAnswer answer) = order[i];
            var step = new PublishedNode
            {
                Order = i + 1,
                Node = answer.Node,
                Target = channel.Target,
                Owned = answer.Owned,
                Differences = answer.Differences,
            };
            progress.Report(answer.Node, i, order.Count);
            if (answer.Differences.Count == 0)
            {
                WriteObject(step with { Outcome = PublishOutcome.Unchanged });
            }
            else if (failure is not null)
            {
                WriteObject(step with { Outcome = PublishOutcome.NotReached });
            }
            else if (!ShouldProcess(answer.Node, $"Publish '{topology.Name}': {string.Join(" ", answer.Differences)}"))
            {
                WriteObject(step);
            }
            else
            {
                failure = Publish(step, channel, new NodeRequest(NodeOperation.Apply, topology, settings), seesAll ? channels : []);
            }
        }

        if (failure is not null)
        {
            ThrowTerminatingError(failure);
        }
    }

    /// <summary>Changes a node and waits until every virtual IP has its owner, as far as all nodes can be asked.</summary>
    /// <returns>Why it failed; null when it did not.</returns>
    private HaException? Publish(PublishedNode step, INodeChannel channel, NodeRequest request, IReadOnlyList<INodeChannel> channels)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            NodeAnswer after = Await(token => channel.AskAsync(request, token));
            step = step with { Done = after.Done };
            if (after.Differences.Count > 0)
            {
                throw HaErrors.PublishingStopped(step.Node, string.Join(" ", after.Differences));
            }

            if (channels.Count > 0)
            {
                Confirm(step.Node, request with { Operation = NodeOperation.Compare }, channels);
            }

            WriteObject(step with { Outcome = PublishOutcome.Published, Duration = Stopwatch.GetElapsedTime(started) });
            return null;
        }
        catch (Exception exception) when (exception is not (PipelineStoppedException or OperationCanceledException))
        {
            HaException failure = exception as HaException is { Id: nameof(HaErrors.PublishingStopped) } stopped
                ? stopped
                : HaErrors.PublishingStopped(step.Node, exception.Message, exception);
            WriteObject(step with { Outcome = PublishOutcome.Failed, Duration = Stopwatch.GetElapsedTime(started), Reason = failure.Message });
            return failure;
        }
    }

    /// <summary>
    /// Waits until every virtual IP is with the node that should have it by what each was told. One that nobody has, or two
    /// have, is a failure in the end; one that a worse node keeps, because a check fails on the better one, is not.
    /// </summary>
    private void Confirm(string node, NodeRequest question, IReadOnlyList<INodeChannel> channels)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            NodeAnswer[] running = [.. AskAll(channels, question).Select(asked => asked.Answer).Where(answer => answer.IsRunning)];
            var ownership = new Ownership(running, listsMatter: Engine == TopologyEngine.Keepalived);
            OwnershipProblem[] problems = [.. ownership.Addresses.Select(ownership.Problem).OfType<OwnershipProblem>()];
            if (problems.Length == 0)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(started) >= Timeout)
            {
                string text = string.Join("; ", problems.Select(problem => problem.Text));
                if (!problems.Any(problem => problem.IsOutage))
                {
                    WriteWarning($"After '{node}': {text}.");
                    return;
                }

                throw HaErrors.PublishingStopped(node, FormattableString.Invariant($"{text}, still after {Timeout.TotalSeconds:0.###} s."));
            }

            Await(token => Task.Delay(Pause, token));
        }
    }

    private List<(INodeChannel Channel, NodeAnswer Answer)> AskAll(IReadOnlyList<INodeChannel> channels, NodeRequest question)
    {
        var answers = new List<(INodeChannel, NodeAnswer)>(channels.Count);
        foreach (INodeChannel channel in channels)
        {
            try
            {
                answers.Add((channel, Await(token => channel.AskAsync(question, token))));
            }
            catch (Exception exception) when (exception is RuntimeException or HaException && exception is not PipelineStoppedException)
            {
                throw HaErrors.NodeNotReached(channel.Target, exception);
            }
        }

        return answers;
    }

    private static void RequireEachOnce(IReadOnlyList<(INodeChannel Channel, NodeAnswer Answer)> nodes)
    {
        if (nodes.GroupBy(node => node.Answer.Node).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw HaErrors.NodeIsThereTwice(twice.Key, twice.Select(node => node.Channel.Target));
        }
    }

    /// <summary>Whether every node is among the computers: who is not asked may have any virtual IP.</summary>
    private bool SeesAll(HaTopology topology, IReadOnlyList<(INodeChannel Channel, NodeAnswer Answer)> nodes)
    {
        string[] missing = [.. topology.Nodes.Select(node => node.Name).Except(nodes.Select(node => node.Answer.Node))];
        if (missing.Length > 0 && (Session.Length > 0 || HostName.Length > 0))
        {
            WriteWarning($"Not among the computers given, and left as they are: {string.Join(", ", missing)}. Whether every virtual IP has its owner is not waited for.");
        }

        return missing.Length == 0 && !topology.IsSingleNode;
    }
}
