using NginxHa.Topology;

namespace NginxHa.Agent.Logging;

/// <summary>The agent's log. Members may be called from any thread.</summary>
internal sealed class AgentLog : IDisposable
{
    private readonly TextWriter _error;
    private readonly TimeProvider _time;
    private readonly object _lock = new();
    private ILogSink _sink;
    private AgentLogSettings _settings;

    /// <param name="settings">Form and level to begin with.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="time">Clock of the stamps.</param>
    public AgentLog(AgentLogSettings settings, TextWriter error, TimeProvider time)
    {
        _settings = settings;
        _error = error;
        _time = time;
        _sink = LogSinks.Open(settings.Format, error);
    }

    /// <summary>Changes form and level.</summary>
    public void Configure(AgentLogSettings settings)
    {
        lock (_lock)
        {
            if (settings.Format != _settings.Format)
            {
                _sink.Dispose();
                _sink = LogSinks.Open(settings.Format, _error);
            }

            _settings = settings;
        }
    }

    public void Debug(string message, params LogField[] fields) => Write(AgentLogLevel.Debug, message, fields);

    public void Information(string message, params LogField[] fields) => Write(AgentLogLevel.Information, message, fields);

    public void Warning(string message, params LogField[] fields) => Write(AgentLogLevel.Warning, message, fields);

    public void Error(string message, params LogField[] fields) => Write(AgentLogLevel.Error, message, fields);

    /// <summary>Writes what a reader of documents has to say.</summary>
    public void Finding(Finding finding) => Write(
        finding.Severity switch { FindingSeverity.Error => AgentLogLevel.Error, FindingSeverity.Warning => AgentLogLevel.Warning, _ => AgentLogLevel.Information },
        finding.ToString());

    public void Write(AgentLogLevel level, string message, params LogField[] fields)
    {
        lock (_lock)
        {
            if (level >= _settings.Level)
            {
                _sink.Write(new LogEntry(_time.GetLocalNow(), level, message, fields));
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _sink.Dispose();
        }
    }
}
