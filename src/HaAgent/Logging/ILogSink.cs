namespace NginxHa.Agent.Logging;

/// <summary>Where log entries go. One caller at a time; it never throws: a log that is full or gone stops no virtual router.</summary>
internal interface ILogSink : IDisposable
{
    /// <summary>Writes an entry.</summary>
    void Write(LogEntry entry);
}
