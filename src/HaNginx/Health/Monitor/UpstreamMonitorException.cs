namespace NginxHa.Nginx.Health;

/// <summary>A monitor was refused; nothing has changed.</summary>
/// <param name="failure">Why.</param>
/// <param name="subject">The name, path or value that it is about.</param>
/// <param name="message">In words.</param>
public sealed class UpstreamMonitorException(UpstreamMonitorFailure failure, string subject, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public UpstreamMonitorFailure Failure { get; } = failure;

    /// <summary>The name, path or value that it is about.</summary>
    public string Subject { get; } = subject;
}
