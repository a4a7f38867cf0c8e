using System.Globalization;
using NginxHa.Control;
using NginxHa.Topology;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Agent.CommandLine;

/// <summary><c>status</c>: asks the agent that runs.</summary>
internal static class StatusCommand
{
    /// <summary>Asks, and writes the answer.</summary>
    public static async Task<int> RunAsync(AgentArguments arguments, TextWriter output, TextWriter error)
    {
        string address = arguments.ControlSocket;
        await using var client = new ControlClient(new ControlClientSettings { Address = address });
        try
        {
            AgentStatus agent = await client.GetAgentStatusAsync(CancellationToken.None).ConfigureAwait(false);
            IReadOnlyList<VrrpInstanceStatus> instances = await client.GetInstancesAsync(CancellationToken.None).ConfigureAwait(false);
            await output.WriteLineAsync(arguments.AsJson ? AnswerText.Status(agent, instances) : Describe(agent, instances)).ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (VrrpEngineException exception)
        {
            await error.WriteLineAsync($"nginxha-agent: {exception.Message}").ConfigureAwait(false);
            return exception.Error switch
            {
                VrrpEngineError.NotPermitted => ExitCode.NotPermitted,
                VrrpEngineError.AgentUnavailable => ExitCode.NotRunning,
                _ => ExitCode.Failure,
            };
        }
    }

    private static string Describe(AgentStatus agent, IReadOnlyList<VrrpInstanceStatus> instances)
    {
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"nginxha-agent {agent.Version}, process {agent.ProcessId}, since {agent.StartTime:yyyy-MM-dd HH:mm:ss}"),
            $"node {agent.NodeName} of {agent.DocumentPath}",
        };
        if (agent.LoopLatency is { } latency)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"event loops at most {latency.TotalMilliseconds:0.###} ms late within the last minute"));
        }

        if (agent.MetricsEndPoint is { } metrics)
        {
            lines.Add($"metrics at http://{metrics}/metrics");
        }

        if (agent.LastReload is { } reload)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"last reload {reload.Time:yyyy-MM-dd HH:mm:ss}: {(reload.Succeeded ? "applied" : "refused")}"));
            lines.AddRange(reload.Problems.Where(static problem => problem.Severity == FindingSeverity.Error).Select(static problem => $"  {problem}"));
        }

        lines.AddRange(instances.Select(static instance => string.Create(
            CultureInfo.InvariantCulture,
            $"{instance.Name}: {instance.State} since {instance.Since:yyyy-MM-dd HH:mm:ss}, priority {instance.EffectivePriority}, {instance.Interface} id {instance.VirtualRouterId}: {instance.Reason}")));
        return string.Join(Environment.NewLine, lines);
    }
}
