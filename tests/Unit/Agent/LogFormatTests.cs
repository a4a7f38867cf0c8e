using System.Net.Sockets;
using System.Text;
using NginxHa.Agent.Logging;
using NginxHa.Topology;

namespace NginxHa.Tests.Unit.Agent;

public sealed class LogFormatTests
{
    private static readonly LogEntry Entry = new(
        new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.FromHours(2)), AgentLogLevel.Warning, "web: MASTER -> FAULT", [new("instance", "web"), new("reason", "link \"eth0\"] down")]);

    [Fact]
    public void Journal_gets_fields_as_lines() => Assert.Equal(
        "MESSAGE=web: MASTER -> FAULT\nPRIORITY=4\nSYSLOG_IDENTIFIER=nginxha-agent\nNGINXHA_INSTANCE=web\nNGINXHA_REASON=link \"eth0\"] down\n",
        Encoding.UTF8.GetString(JournalFormat.Format(Entry, LogSinks.Identifier)));

    [Fact]
    public void Journal_gets_values_with_line_breaks_by_length()
    {
        byte[] datagram = JournalFormat.Format(Entry with { Message = "one\ntwo", Fields = [] }, "x");
        Assert.Equal("MESSAGE\n\a\0\0\0\0\0\0\0one\ntwo\nPRIORITY=4\nSYSLOG_IDENTIFIER=x\n", Encoding.UTF8.GetString(datagram));
    }

    [Fact]
    public void Journal_gets_long_values_cut_between_characters()
    {
        string datagram = Encoding.UTF8.GetString(JournalFormat.Format(Entry with { Message = "a" + new string('ä', 30_000) }, "x"));
        Assert.DoesNotContain('\uFFFD', datagram);
        string message = datagram.Split('\n')[0];
        Assert.Equal("MESSAGE=a".Length + ((JournalFormat.LongestValue - 1) / 2), message.Length);
    }

    [Fact]
    public void Syslog_message_is_that_of_RFC_5424() => Assert.Equal(
        "<28>1 2026-03-04T05:06:07.089000+02:00 node nginxha-agent 42 - [nginxha@32473 instance=\"web\" reason=\"link \\\"eth0\\\"\\] down\"] web: MASTER -> FAULT",
        Encoding.UTF8.GetString(SyslogFormat.Format(Entry, "node", LogSinks.Identifier, 42)));

    [Fact]
    public void Syslog_message_is_one_line_and_its_header_has_no_spaces() => Assert.Equal(
        "<27>1 2026-03-04T05:06:07.089000+02:00 - ab 42 - - one two",
        Encoding.UTF8.GetString(SyslogFormat.Format(Entry with { Level = AgentLogLevel.Error, Message = "one\ntwo", Fields = [] }, "", "a b", 42)));

    [Fact]
    public void Json_is_one_object_a_line() => Assert.Equal(
        """{"time":"2026-03-04T05:06:07.0890000+02:00","level":"warning","message":"one\ntwo","instance":"web","reason":"link \"eth0\"] down"}""",
        JsonFormat.Format(Entry with { Message = "one\ntwo" }));

    [Fact]
    public void Text_is_one_line() =>
        Assert.Equal("2026-03-04 05:06:07.089 warning one two", TextFormat.Format(Entry with { Message = "one\r\ntwo" }));

    [Fact]
    public void Log_leaves_out_what_is_less_than_its_level_and_can_change()
    {
        using var text = new StringWriter();
        using var log = new AgentLog(new AgentLogSettings { Format = AgentLogFormat.Text, Level = AgentLogLevel.Warning }, text, TimeProvider.System);
        log.Information("no");
        log.Warning("yes");
        log.Configure(new AgentLogSettings { Format = AgentLogFormat.Json, Level = AgentLogLevel.Debug });
        log.Debug("now", new LogField("instance", "web"));
        string[] lines = text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.EndsWith("warning yes", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("\"message\":\"now\",\"instance\":\"web\"}", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Journal_that_is_restarted_is_found_again_and_one_that_is_gone_costs_nothing()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string path = Path.Combine(Directory.CreateTempSubdirectory("nha-").FullName, "socket");
        using var sink = new JournalSink("x", path);
        sink.Write(Entry);
        for (int run = 0; run < 2; run++)
        {
            using var journal = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 5000 };
            journal.Bind(new UnixDomainSocketEndPoint(path));
            sink.Write(Entry);
            byte[] buffer = new byte[1024];
            Assert.StartsWith("MESSAGE=web", Encoding.UTF8.GetString(buffer, 0, journal.Receive(buffer)), StringComparison.Ordinal);
            File.Delete(path);
        }

        Directory.Delete(Path.GetDirectoryName(path)!);
    }
}
