using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NginxHa.Cmdlets.Hosting;

/// <summary>Tells <see cref="ModuleLifetime"/> when a runspace imports or removes the module.</summary>
public sealed class ModuleEvents : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport() => ModuleLifetime.OnImport(Runspace.DefaultRunspace);

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => ModuleLifetime.OnRemove(Runspace.DefaultRunspace);
}
