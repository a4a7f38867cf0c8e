using System.Reflection;

namespace NginxHa.Tests.ModuleTests;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static string Module => PathOf("output", "NginxHa");

    public static string Manifest => PathOf("output", "NginxHa", "NginxHa.psd1");

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);
}
