using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace NginxHa.Agent.Logging;

/// <summary>
/// The native protocol of the systemd journal (systemd.io/JOURNAL_NATIVE_PROTOCOL): fields as lines <c>NAME=value</c>; a value
/// with a line break is written as name, line break, its length in 64 bits little-endian, the value, line break.
/// </summary>
internal static class JournalFormat
{
    /// <summary>Where the journal listens.</summary>
    public const string SocketPath = "/run/systemd/journal/socket";

    /// <summary>Before the names of the agent's own fields: <c>NGINXHA_INSTANCE</c> and the like.</summary>
    public const string FieldPrefix = "NGINXHA_";

    /// <summary>Longer values are cut: a datagram has to fit into the socket's buffer.</summary>
    public const int LongestValue = 48 * 1024;

    /// <summary>One entry as a datagram.</summary>
    public static byte[] Format(LogEntry entry, string identifier)
    {
        using var datagram = new MemoryStream(256);
        Field(datagram, "MESSAGE", entry.Message);
        Field(datagram, "PRIORITY", SyslogSeverity.Of(entry.Level).ToString(CultureInfo.InvariantCulture));
        Field(datagram, "SYSLOG_IDENTIFIER", identifier);
        foreach (LogField field in entry.Fields)
        {
            Field(datagram, FieldPrefix + field.Name.ToUpperInvariant(), field.Value);
        }

        return datagram.ToArray();
    }

    private static void Field(MemoryStream datagram, string name, string value)
    {
        ReadOnlySpan<byte> bytes = Cut(Encoding.UTF8.GetBytes(value));
        datagram.Write(Encoding.ASCII.GetBytes(name));
        if (bytes.Contains((byte)'\n'))
        {
            datagram.WriteByte((byte)'\n');
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
            datagram.Write(length);
        }
        else
        {
            datagram.WriteByte((byte)'=');
        }

        datagram.Write(bytes);
        datagram.WriteByte((byte)'\n');
    }

    /// <summary>Not within a character: the journal takes what is not UTF-8 for binary.</summary>
    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> value)
    {
        int length = Math.Min(value.Length, LongestValue);
        while (length < value.Length && length > 0 && (value[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return value[..length];
    }
}
