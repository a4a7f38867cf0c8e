using System.Globalization;
using System.Text;

namespace NginxHa.Agent.Logging;

/// <summary>Messages of RFC 5424, with the fields as structured data.</summary>
internal static class SyslogFormat
{
    /// <summary>Where syslog services listen.</summary>
    public const string SocketPath = "/dev/log";

    /// <summary>Facility "system daemons" (RFC 5424 section 6.2.1).</summary>
    private const int Daemon = 3;

    /// <summary>Name of the structured data; the enterprise number is the one for those who have none (RFC 5612).</summary>
    private const string DataName = "nginxha@32473";

    private const int LongestMessage = 8 * 1024;

    /// <summary>One entry as a datagram.</summary>
    public static byte[] Format(LogEntry entry, string host, string identifier, int processId)
    {
        var text = new StringBuilder(256);
        text.Append(CultureInfo.InvariantCulture, $"<{(Daemon * 8) + SyslogSeverity.Of(entry.Level)}>1 {entry.Time:yyyy-MM-dd'T'HH:mm:ss.ffffffzzz} {Header(host)} {Header(identifier)} {processId} - ");
        if (entry.Fields.Count == 0)
        {
            text.Append('-');
        }
        else
        {
            text.Append('[').Append(DataName);
            foreach (LogField field in entry.Fields)
            {
                text.Append(' ').Append(field.Name).Append("=\"");
                Escape(text, field.Value);
                text.Append('"');
            }

            text.Append(']');
        }

        // A line break would be a second message to services that split at it.
        text.Append(' ').Append(entry.Message.ReplaceLineEndings(" "));
        text.Length = Math.Min(text.Length, LongestMessage);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Header fields are visible ASCII without spaces; "-" says that there is nothing.</summary>
    private static string Header(string value)
    {
        string visible = string.Concat(value.Where(static c => c is > ' ' and < (char)127));
        return visible.Length == 0 ? "-" : visible;
    }

    /// <summary>Section 6.3.3: quotes, backslashes and closing brackets are escaped.</summary>
    private static void Escape(StringBuilder text, string value)
    {
        foreach (char c in value.ReplaceLineEndings(" "))
        {
            if (c is '"' or '\\' or ']')
            {
                text.Append('\\');
            }

            text.Append(c);
        }
    }
}
