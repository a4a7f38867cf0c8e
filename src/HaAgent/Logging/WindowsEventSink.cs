using System.Runtime.InteropServices;
using NginxHa.Topology;

namespace NginxHa.Agent.Logging;

/// <summary>Writes to the application log of Windows. No message file is registered: the text is the entry's one insertion string.</summary>
internal sealed unsafe partial class WindowsEventSink(string identifier) : ILogSink
{
    // winnt.h; an insertion string may have 31,839 characters.
    private const ushort ErrorType = 1;
    private const ushort WarningType = 2;
    private const ushort InformationType = 4;
    private const int LongestText = 31_000;

    private readonly nint _source = RegisterSource(null, identifier);

    public void Write(LogEntry entry)
    {
        string text = entry.Message.Length <= LongestText ? entry.Message : entry.Message[..LongestText];
        ushort type = entry.Level switch { AgentLogLevel.Error => ErrorType, AgentLogLevel.Warning => WarningType, _ => InformationType };
        fixed (char* start = text)
        {
            char* only = start;
            _ = Report(_source, type, 0, 0, null, 1, 0, &only, null);
        }
    }

    public void Dispose() => _ = DeregisterSource(_source);

    [LibraryImport("advapi32", EntryPoint = "RegisterEventSourceW", StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint RegisterSource(string? server, string name);

    [LibraryImport("advapi32", EntryPoint = "ReportEventW")]
    private static partial int Report(nint source, ushort type, ushort category, uint eventId, void* user, ushort count, uint dataSize, char** texts, void* data);

    [LibraryImport("advapi32", EntryPoint = "DeregisterEventSource")]
    private static partial int DeregisterSource(nint source);
}
