using NginxHa.Installation.Machine;
using NginxHa.Installation.Services;
using NginxHa.Platform;

namespace NginxHa.Installation.Planning;

/// <summary>Steps that make a service start at boot, or not any more.</summary>
internal static class ServiceSteps
{
    /// <summary>Starts a service at boot from now on; null where the manager has nothing to do for it.</summary>
    /// <param name="manager">The service manager.</param>
    /// <param name="service">The service.</param>
    /// <param name="rcLocal">Text of rc.local as it will be by then; null when there is none.</param>
    public static InstallationStep? Enable(ServiceManager manager, string service, string? rcLocal)
    {
        string description = $"Start {service} at boot";
        return manager == ServiceManager.RcLocal
            ? RcLocal($"{description} from '{ServiceCommands.RcLocalPath}'", ServiceCommands.RcLocal(rcLocal, service))
            : ServiceCommands.Enable(manager, service) is { Count: > 0 } commands ? new CommandStep(description, commands) : null;
    }

    /// <summary>Does not start a service at boot any more; null where the manager has nothing to do for it.</summary>
    /// <inheritdoc cref="Enable"/>
    public static InstallationStep? Disable(ServiceManager manager, string service, string? rcLocal)
    {
        string description = $"Do not start {service} at boot any more";
        return manager == ServiceManager.RcLocal
            ? RcLocal(description, ServiceCommands.WithoutRcLocal(rcLocal ?? string.Empty, service))
            : ServiceCommands.Disable(manager, service) is { Count: > 0 } commands ? new CommandStep(description, commands) : null;
    }

    /// <summary>Makes the service manager read its files again; null where it needs no telling.</summary>
    public static InstallationStep? Reread(ServiceManager manager) =>
        ServiceCommands.Reread(manager) is { } reread ? new CommandStep("Make the service manager read its files again", reread) : null;

    private static FileStep RcLocal(string description, string text) => new(description, ServiceCommands.RcLocalPath, text) { Mode = FileModes.Program, KeepPrevious = true };
}
