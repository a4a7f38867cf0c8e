using System.Management.Automation;

namespace NginxHa.Cmdlets.Hosting;

/// <summary>Tells <see cref="ModuleLifetime"/> when a runspace imports or removes the module.</summary>
public sealed class ModuleEvents : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport() => ModuleLifetime.OnImport();

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => ModuleLifetime.OnRemove();
}
