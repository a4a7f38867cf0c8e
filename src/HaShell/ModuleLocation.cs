using System.Reflection;

namespace NginxHa.Shell;

/// <summary>Where the module is that the shell preloads.</summary>
internal static class ModuleLocation
{
    /// <summary>
    /// The manifest's path: in a folder NginxHa beside the shell when it was installed with one, else where the build
    /// that made this shell assembled it.
    /// </summary>
    public static string Manifest { get; } = Find();

    private static string Find()
    {
        string beside = Path.Combine(AppContext.BaseDirectory, "NginxHa", "NginxHa.psd1");
        if (File.Exists(beside))
        {
            return beside;
        }

        string built = typeof(ModuleLocation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(attribute => attribute.Key == "ModulePath").Value!;
        return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, built.Replace('\\', '/'), "NginxHa.psd1"));
    }
}
