using NginxHa.Nginx.Configuration;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>What was found wrong with a configuration.</summary>
public sealed class NginxConfigurationTest
{
    /// <summary>The main file.</summary>
    public required string Path { get; init; }

    /// <summary>Nothing is wrong, as far as it was tested.</summary>
    public bool Valid => SyntaxValid && NginxValid != false;

    /// <summary>This module's own reader finds no error.</summary>
    public required bool SyntaxValid { get; init; }

    /// <summary>nginx -t takes it; null when nginx was not asked.</summary>
    public bool? NginxValid { get; init; }

    /// <summary>What the reader found, all of it.</summary>
    public required ConfigurationDiagnostic[] Diagnostics { get; init; }

    /// <summary>What nginx found: it stops at the first error.</summary>
    public ConfigurationDiagnostic[] NginxDiagnostics { get; init; } = [];

    /// <summary>All that nginx -t wrote; null when nginx was not asked.</summary>
    public string? NginxOutput { get; init; }

    /// <summary>Files that were read.</summary>
    public required string[] Files { get; init; }
}
