namespace NginxHa.Nginx.Configuration;

/// <summary>How grave a <see cref="ConfigurationDiagnostic"/> is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>nginx starts with this, but hardly as its author meant.</summary>
    Warning,

    /// <summary>nginx refuses this.</summary>
    Error,
}

/// <summary>Something wrong at one place of a configuration file.</summary>
/// <param name="File">Path of the file, as it was given to the reader; empty for text without a file.</param>
/// <param name="Line">Line, from 1; 0 when the complaint is about the whole file.</param>
/// <param name="Column">Column in bytes, from 1; 0 when not known.</param>
/// <param name="Reason">What is wrong, in the words of nginx where nginx has words for it.</param>
/// <param name="Severity">Whether nginx would refuse it.</param>
public sealed record ConfigurationDiagnostic(
    string File,
    int Line,
    int Column,
    string Reason,
    DiagnosticSeverity Severity = DiagnosticSeverity.Error)
{
    /// <summary>The form that nginx writes: reason, "in", file, colon, line.</summary>
    public override string ToString() =>
        (File.Length, Line) switch
        {
            (0, 0) => Reason,
            (0, _) => $"{Reason} in line {Line}",
            (_, 0) => $"{Reason} in {File}",
            _ => $"{Reason} in {File}:{Line}",
        };
}
