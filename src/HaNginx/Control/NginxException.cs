using NginxHa.Nginx.Configuration;

namespace NginxHa.Nginx.Control;

/// <summary>nginx, or a change to its configuration, failed.</summary>
public sealed class NginxException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="message">In words.</param>
    /// <param name="inner">What caused it.</param>
    public NginxException(NginxFailure failure, string message, Exception? inner = null)
        : base(message, inner)
    {
        Failure = failure;
    }

    /// <summary>What went wrong.</summary>
    public NginxFailure Failure { get; }

    /// <summary>What nginx said, as far as it is known.</summary>
    public IReadOnlyList<ConfigurationDiagnostic> Diagnostics { get; init; } = [];
}
