using System.Management.Automation;

namespace NginxHa.Cmdlets.Errors;

/// <summary>An error with a stable id and a category, as <see cref="HaErrors"/> makes them.</summary>
public sealed class HaException : Exception, IContainsErrorRecord
{
    private ErrorRecord? _record;

    internal HaException(string id, ErrorCategory category, string message, object? target, Exception? innerException)
        : base(message, innerException)
    {
        Id = id;
        Category = category;
        Target = target;
    }

    /// <summary>The id, which never changes: scripts compare it (the first part of FullyQualifiedErrorId).</summary>
    public string Id { get; }

    /// <summary>The PowerShell category.</summary>
    public ErrorCategory Category { get; }

    /// <summary>What the error is about, or null.</summary>
    public object? Target { get; }

    /// <summary>The error record of this exception.</summary>
    public ErrorRecord ErrorRecord => _record ??= new ErrorRecord(this, Id, Category, Target);
}
