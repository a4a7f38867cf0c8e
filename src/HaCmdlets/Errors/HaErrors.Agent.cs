using System.Management.Automation;
using NginxHa.Control;

namespace NginxHa.Cmdlets.Errors;

/// <content>Errors of the agent.</content>
public static partial class HaErrors
{
    /// <summary>The agent is not installed as a service.</summary>
    /// <returns>The error.</returns>
    public static HaException AgentNotInstalled() =>
        Error(ErrorCategory.ObjectNotFound, "The agent is not installed on this machine; Install-HaAgent installs it.");

    /// <summary>The agent refused its document and goes on with the one in force.</summary>
    /// <param name="reload">What it said.</param>
    /// <returns>The error.</returns>
    public static HaException AgentDocumentRefused(ReloadResult reload)
    {
        ArgumentNullException.ThrowIfNull(reload);
        return Error(ErrorCategory.InvalidData, $"The agent refused its document, and nothing was changed:{List(reload.Problems)}", reload);
    }
}
