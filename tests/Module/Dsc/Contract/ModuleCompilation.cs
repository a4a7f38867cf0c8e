using System.Collections.Concurrent;

namespace NginxHa.Tests.Dsc;

/// <summary>
/// Compiles the module's classes once for the process, before runspaces use them side by side: PowerShell keeps the compiled
/// root module, but two that compile it at the same moment get two types of the same name, and `using module` in one of them
/// then means the type of the other.
/// </summary>
internal static class ModuleCompilation
{
    private static readonly ConcurrentDictionary<string, Lazy<bool>> Compiled = new(StringComparer.Ordinal);

    public static void Once(string manifest) => _ = Compiled.GetOrAdd(manifest, path => new Lazy<bool>(() =>
    {
        FreshRunspace.Run("Import-Module -Name $args[0] -ErrorAction Stop", path);
        return true;
    })).Value;
}
