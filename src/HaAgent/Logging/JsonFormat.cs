using System.Globalization;
using Newtonsoft.Json;
using NginxHa.Topology;

namespace NginxHa.Agent.Logging;

/// <summary>One JSON object a line.</summary>
internal static class JsonFormat
{
    /// <summary>The entry: time, level, message, then its fields.</summary>
    public static string Format(LogEntry entry)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var json = new JsonTextWriter(text);
        json.WriteStartObject();
        Property(json, "time", entry.Time.ToString("O", CultureInfo.InvariantCulture));
        Property(json, "level", Name(entry.Level));
        Property(json, "message", entry.Message);
        foreach (LogField field in entry.Fields)
        {
            Property(json, field.Name, field.Value);
        }

        json.WriteEndObject();
        json.Flush();
        return text.ToString();
    }

    private static void Property(JsonTextWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteValue(value);
    }

    private static string Name(AgentLogLevel level) => level switch
    {
        AgentLogLevel.Debug => "debug",
        AgentLogLevel.Information => "information",
        AgentLogLevel.Warning => "warning",
        _ => "error",
    };
}
