using System.Reflection;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>Where things are in the work tree that these tests were built from.</summary>
public static class Repository
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = Read("RepositoryRoot");

    /// <summary>The shell that was built with the tests, with the assembled module.</summary>
    public static string Shell { get; } = Read("ShellPath");

    /// <summary>The agent of the assembled module.</summary>
    public static string Agent { get; } = Read("AgentPath");

    private static string Read(string key) => Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!);
}
