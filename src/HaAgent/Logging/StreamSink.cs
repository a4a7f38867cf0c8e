namespace NginxHa.Agent.Logging;

/// <summary>Writes lines to standard error.</summary>
/// <param name="writer">Where to.</param>
/// <param name="format">Makes a line, without its end.</param>
internal sealed class StreamSink(TextWriter writer, Func<LogEntry, string> format) : ILogSink
{
    public void Write(LogEntry entry)
    {
        try
        {
            writer.WriteLine(format(entry));
        }
        catch (IOException)
        {
            // Whoever read it is gone.
        }
    }

    public void Dispose()
    {
        // The writer is the process's.
    }
}
