namespace NginxHa.Agent.Logging;

/// <summary>One named value of a log entry.</summary>
/// <param name="Name">Lower-case words with underscores, such as <c>previous_state</c>.</param>
/// <param name="Value">Its text.</param>
internal readonly record struct LogField(string Name, string Value);
