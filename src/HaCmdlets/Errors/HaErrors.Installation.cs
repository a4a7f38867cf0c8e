using System.Management.Automation;
using NginxHa.Installation;

namespace NginxHa.Cmdlets.Errors;

/// <content>Errors of installations.</content>
public static partial class HaErrors
{
    /// <summary>An installation, removal or repair did not come about.</summary>
    /// <param name="cause">Why; its message names the command and its last lines, or what to do.</param>
    /// <returns>The error, with an id by the kind of failure.</returns>
    public static HaException InstallationFailed(InstallationException cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        (string id, ErrorCategory category) = cause.Failure switch
        {
            InstallationFailure.CommandFailed => ("InstallationCommandFailed", ErrorCategory.FromStdErr),
            InstallationFailure.NotSupported => ("InstallationNotSupported", ErrorCategory.NotImplemented),
            InstallationFailure.NotVerified => ("InstallationNotVerified", ErrorCategory.SecurityError),
            InstallationFailure.NotFound => ("InstallationSourceNotFound", ErrorCategory.ObjectNotFound),
            InstallationFailure.ServiceFailed => ("InstallationServiceFailed", ErrorCategory.InvalidResult),
            InstallationFailure.ConfigurationRefused => ("InstallationConfigurationRefused", ErrorCategory.InvalidData),
            _ => ("InstallationFileFailed", ErrorCategory.WriteError),
        };
        return new HaException(id, category, cause.Message, cause.Command?.Text, cause);
    }

    /// <summary>The role given is neither a node of the topology nor a part in it.</summary>
    /// <param name="role">The role.</param>
    /// <param name="reason">What is allowed, or why none fits.</param>
    /// <returns>The error.</returns>
    public static HaException RoleNotFound(string? role, string reason) =>
        Error(ErrorCategory.ObjectNotFound, role is null ? reason : $"Role is '{role}'; {reason}", role);

    /// <summary>A topology cannot be used.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="target">The topology.</param>
    /// <returns>The error.</returns>
    public static HaException UnusableTopology(string reason, object? target) => Error(ErrorCategory.InvalidData, reason, target);
}
