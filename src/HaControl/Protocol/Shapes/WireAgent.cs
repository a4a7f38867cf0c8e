using NginxHa.Topology;
using NginxHa.Topology.Document.Shapes;

namespace NginxHa.Control.Protocol;

/// <summary>The agent itself, as it tells of it.</summary>
internal static class WireAgent
{
    public static Shape<Finding> Finding { get; } = new ObjectShape<Finding>("finding", "What is wrong, or worth a look.", static () => new Finding(FindingSeverity.Error, string.Empty, string.Empty))
        .Required("severity", "How much it matters.", WireValues.Name<FindingSeverity>(), static f => f.Severity, static (f, v) => f with { Severity = v })
        .Required("id", "Stable identifier.", WireValues.Text, static f => f.Id, static (f, v) => f with { Id = v })
        .Required("message", "One sentence.", WireValues.Text, static f => f.Message, static (f, v) => f with { Message = v })
        .Optional("node", "Node.", ValueShapes.OrNull(WireValues.Text), static f => f.Node, static (f, v) => f with { Node = v })
        .Optional("subject", "JSON path.", ValueShapes.OrNull(WireValues.Text), static f => f.Subject, static (f, v) => f with { Subject = v })
        .Optional("file", "File.", ValueShapes.OrNull(WireValues.Text), static f => f.File, static (f, v) => f with { File = v })
        .Optional("line", "Line, from 1.", WireValues.Whole, static f => f.Line, static (f, v) => f with { Line = v })
        .Optional("column", "Column, from 1.", WireValues.Whole, static f => f.Column, static (f, v) => f with { Column = v })
        .Optional("remedy", "What to do about it.", ValueShapes.OrNull(WireValues.Text), static f => f.Remedy, static (f, v) => f with { Remedy = v });

    private static readonly Shape<ReloadChange> _change = new ObjectShape<ReloadChange>("change", "What a reload changed.", static () => new ReloadChange(default, string.Empty))
        .Required("kind", "What was done.", WireValues.Name<ReloadChangeKind>(), static c => c.Kind, static (c, v) => c with { Kind = v })
        .Required("name", "Instance, group or setting.", WireValues.Text, static c => c.Name, static (c, v) => c with { Name = v })
        .Optional("detail", "What of it.", ValueShapes.OrNull(WireValues.Text), static c => c.Detail, static (c, v) => c with { Detail = v });

    public static Shape<ReloadResult> Reload { get; } = new ObjectShape<ReloadResult>("reload", "What came of reading the document again.", static () => new ReloadResult { Time = default, Succeeded = false })
        .Required("time", "When.", WireValues.Moment, static r => r.Time, static (r, v) => r with { Time = v })
        .Required("succeeded", "Whether the document is in force now.", ValueShapes.Switch, static r => r.Succeeded, static (r, v) => r with { Succeeded = v })
        .Optional("changes", "What was changed.", ValueShapes.ListOf(_change), static r => r.Changes, static (r, v) => r with { Changes = v })
        .Optional("problems", "What is wrong with the document, or worth a look.", ValueShapes.ListOf(Finding), static r => r.Problems, static (r, v) => r with { Problems = v });

    public static Shape<AgentStatus> Status { get; } = new ObjectShape<AgentStatus>("agentStatus", "The agent at one moment.", StartStatus)
        .Required("version", "Version of the agent.", WireValues.Text, static s => s.Version, static (s, v) => s with { Version = v })
        .Required("processId", "Process id.", WireValues.Whole, static s => s.ProcessId, static (s, v) => s with { ProcessId = v })
        .Required("startTime", "When it was started.", WireValues.Moment, static s => s.StartTime, static (s, v) => s with { StartTime = v })
        .Required("documentPath", "Its document.", WireValues.Text, static s => s.DocumentPath, static (s, v) => s with { DocumentPath = v })
        .Optional("documentHash", "SHA-256 of the document in force.", ValueShapes.OrNull(WireValues.Text), static s => s.DocumentHash, static (s, v) => s with { DocumentHash = v })
        .Optional("nodeName", "This node in the document.", ValueShapes.OrNull(WireValues.Text), static s => s.NodeName, static (s, v) => s with { NodeName = v })
        .Optional("lastReload", "The last attempt to read the document again.", ValueShapes.OrNull(Reload), static s => s.LastReload, static (s, v) => s with { LastReload = v })
        .Optional("loopLatency", "Seconds that the event loops were late at worst within a minute.", ValueShapes.OrNothing(WireValues.Duration), static s => s.LoopLatency, static (s, v) => s with { LoopLatency = v })
        .Optional("metricsEndPoint", "Where metrics are served.", ValueShapes.OrNull(WireValues.EndPoint), static s => s.MetricsEndPoint, static (s, v) => s with { MetricsEndPoint = v });

    private static AgentStatus StartStatus() => new()
    {
        Version = string.Empty,
        ProcessId = 0,
        StartTime = default,
        DocumentPath = string.Empty,
    };
}
