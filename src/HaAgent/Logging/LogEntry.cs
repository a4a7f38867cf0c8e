using NginxHa.Topology;

namespace NginxHa.Agent.Logging;

/// <summary>One thing that the agent says.</summary>
/// <param name="Time">When.</param>
/// <param name="Level">How important.</param>
/// <param name="Message">A sentence for people, whole without the fields.</param>
/// <param name="Fields">The same for programs.</param>
internal sealed record LogEntry(DateTimeOffset Time, AgentLogLevel Level, string Message, IReadOnlyList<LogField> Fields);
