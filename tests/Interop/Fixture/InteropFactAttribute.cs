using System.Runtime.CompilerServices;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>A test that is skipped, with the reason, where the machine lacks what it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InteropFactAttribute : FactAttribute
{
    /// <summary>Declares a test and what it needs beside namespaces.</summary>
    public InteropFactAttribute(
        Needs needs = Needs.Namespaces, [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Needs = needs;
        Skip = Machine.Missing(needs);
    }

    /// <summary>What the test needs beside namespaces.</summary>
    public Needs Needs { get; }
}
