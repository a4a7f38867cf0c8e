using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NginxHa.Control;
using NginxHa.Topology;
using NginxHa.Vrrp.Runtime;

namespace NginxHa.Agent.CommandLine;

/// <summary>Answers in JSON.</summary>
internal static class AnswerText
{
    /// <summary>Findings as a list.</summary>
    public static string Findings(IReadOnlyList<Finding> findings) => new JArray(findings.Select(Of)).ToString(Formatting.Indented);

    /// <summary>The agent and its instances.</summary>
    public static string Status(AgentStatus agent, IReadOnlyList<VrrpInstanceStatus> instances) => new JObject
    {
        ["version"] = agent.Version,
        ["processId"] = agent.ProcessId,
        ["startTime"] = Time(agent.StartTime),
        ["document"] = agent.DocumentPath,
        ["documentHash"] = agent.DocumentHash,
        ["node"] = agent.NodeName,
        ["loopLatency"] = agent.LoopLatency?.TotalSeconds,
        ["metrics"] = agent.MetricsEndPoint?.ToString(),
        ["lastReload"] = agent.LastReload is not { } last ? null : new JObject
        {
            ["time"] = Time(last.Time),
            ["succeeded"] = last.Succeeded,
            ["changes"] = new JArray(last.Changes.Select(static change => change.ToString())),
            ["problems"] = new JArray(last.Problems.Select(Of)),
        },
        ["instances"] = new JArray(instances.Select(static instance => new JObject
        {
            ["name"] = instance.Name,
            ["interface"] = instance.Interface,
            ["virtualRouterId"] = instance.VirtualRouterId,
            ["state"] = instance.State.ToString(),
            ["since"] = Time(instance.Since),
            ["reason"] = instance.Reason,
            ["priority"] = instance.EffectivePriority,
            ["master"] = instance.MasterAddress?.ToString(),
            ["addresses"] = new JArray(instance.OwnedAddresses.Select(static address => address.ToString())),
        })),
    }.ToString(Formatting.Indented);

    private static JObject Of(Finding finding) => new()
    {
        ["severity"] = finding.Severity.ToString(),
        ["id"] = finding.Id,
        ["message"] = finding.Message,
        ["file"] = finding.File,
        ["line"] = finding.Line,
        ["column"] = finding.Column,
        ["subject"] = finding.Subject,
        ["remedy"] = finding.Remedy,
    };

    private static string Time(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
}
