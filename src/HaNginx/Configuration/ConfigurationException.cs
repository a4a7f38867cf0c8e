namespace NginxHa.Nginx.Configuration;

/// <summary>A configuration that cannot be read, or an edit that it does not allow.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Wraps what was found.</summary>
    /// <param name="diagnostic">Place and reason.</param>
    public ConfigurationException(ConfigurationDiagnostic diagnostic)
        : base(diagnostic?.ToString())
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        Diagnostic = diagnostic;
    }

    /// <summary>Wraps a failure of the file system.</summary>
    /// <param name="diagnostic">Place and reason.</param>
    /// <param name="inner">What the file system said.</param>
    public ConfigurationException(ConfigurationDiagnostic diagnostic, Exception inner)
        : base(diagnostic?.ToString(), inner)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        Diagnostic = diagnostic;
    }

    /// <summary>Where and why.</summary>
    public ConfigurationDiagnostic Diagnostic { get; }
}
