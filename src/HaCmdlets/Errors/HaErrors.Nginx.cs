using System.Management.Automation;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;
using NginxHa.Nginx.Health;

namespace NginxHa.Cmdlets.Errors;

/// <content>Errors about nginx, its configuration and its upstreams.</content>
public static partial class HaErrors
{
    /// <summary>There is no nginx program.</summary>
    /// <param name="message">Where it was looked for.</param>
    /// <param name="cause">The exception behind it, if any.</param>
    /// <returns>The error.</returns>
    public static HaException NginxNotFound(string message, Exception? cause = null) =>
        Error(ErrorCategory.ObjectNotFound, message + " Name it with -NginxPath.", null, cause);

    /// <summary>A configuration cannot be read.</summary>
    /// <param name="cause">Where and why.</param>
    /// <param name="target">The file.</param>
    /// <returns>The error.</returns>
    public static HaException NginxConfigurationInvalid(ConfigurationException cause, object? target = null)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return Error(ErrorCategory.ParserError, cause.Message, target ?? cause.Diagnostic, cause);
    }

    /// <summary>No upstream has this name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="path">The configuration.</param>
    /// <returns>The error.</returns>
    public static HaException NginxUpstreamNotFound(string name, string path) =>
        Error(ErrorCategory.ObjectNotFound, $"There is no upstream named '{name}' in '{path}'.", name);

    /// <summary>An upstream has no such server.</summary>
    /// <param name="upstream">Its name.</param>
    /// <param name="address">The address.</param>
    /// <returns>The error.</returns>
    public static HaException NginxUpstreamServerNotFound(string upstream, string address) =>
        Error(ErrorCategory.ObjectNotFound, $"The upstream '{upstream}' has no server '{address}'.", address);

    /// <summary>An upstream has this server already.</summary>
    /// <param name="upstream">Its name.</param>
    /// <param name="address">The address.</param>
    /// <returns>The error.</returns>
    public static HaException NginxUpstreamServerExists(string upstream, string address) => Error(
        ErrorCategory.ResourceExists, $"The upstream '{upstream}' has the server '{address}' already; change it with Set-NginxUpstreamServer.", address);

    /// <summary>An upstream would be left without a server, which nginx refuses.</summary>
    /// <param name="upstream">Its name.</param>
    /// <returns>The error.</returns>
    public static HaException NginxUpstreamWouldBeEmpty(string upstream) => Error(
        ErrorCategory.InvalidOperation, $"The upstream '{upstream}' would have no server left, which nginx refuses; mark the server down instead.", upstream);

    /// <summary>No monitor has this name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The error.</returns>
    public static HaException NginxMonitorNotFound(string name) =>
        Error(ErrorCategory.ObjectNotFound, $"There is no monitor named '{name}'.", name);

    /// <summary>Another monitor, of another engine, marks servers of the same upstreams.</summary>
    /// <param name="name">Name of that monitor.</param>
    /// <param name="path">The configuration that both watch.</param>
    /// <param name="engine">Where that monitor runs.</param>
    /// <returns>The error.</returns>
    public static HaException NginxMonitorConflict(string name, string path, string engine) => Error(
        ErrorCategory.ResourceExists, $"The monitor '{name}' of the {engine.ToLowerInvariant()} marks servers of the same upstreams of '{path}', each by its own judgement. Name other upstreams, or only watch.", name);

    /// <summary>A file is there that would be overwritten.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The error.</returns>
    public static HaException NginxConfigurationExists(string path) =>
        Error(ErrorCategory.ResourceExists, $"'{path}' exists already; with -Force it is replaced and kept beside as the previous one.", path);

    internal static HaException FromNginx(NginxException cause, object? target) => cause.Failure switch
    {
        NginxFailure.NotFound => NginxNotFound(cause.Message, cause),
        NginxFailure.Unsafe => NginxUnsafe(cause, target),
        NginxFailure.Refused => NginxConfigurationRefused(cause, target),
        NginxFailure.ConcurrentEdit => NginxConcurrentEdit(cause, target),
        NginxFailure.NotRunning => NginxNotRunning(cause, target),
        NginxFailure.AlreadyRunning => NginxAlreadyRunning(cause, target),
        NginxFailure.StartFailed => NginxStartFailed(cause, target),
        NginxFailure.StopFailed => NginxStopFailed(cause, target),
        NginxFailure.ReloadFailed => NginxReloadFailed(cause, target),
        NginxFailure.WriteFailed => NginxWriteFailed(cause, target),
        _ => NginxProgramFailed(cause, target),
    };

    internal static HaException FromMonitor(UpstreamMonitorException cause, object? target)
    {
        // The same errors as those of this process, whichever engine found them.
        (ErrorCategory category, string id) = cause.Failure switch
        {
            UpstreamMonitorFailure.InvalidOptions => (ErrorCategory.InvalidArgument, nameof(InvalidArgument)),
            UpstreamMonitorFailure.ConfigurationNotFound => (ErrorCategory.ObjectNotFound, nameof(PathNotFound)),
            UpstreamMonitorFailure.ConfigurationInvalid => (ErrorCategory.ParserError, nameof(NginxConfigurationInvalid)),
            UpstreamMonitorFailure.UpstreamNotFound => (ErrorCategory.ObjectNotFound, nameof(NginxUpstreamNotFound)),
            UpstreamMonitorFailure.NameInUse => (ErrorCategory.ResourceExists, "NginxMonitorExists"),
            UpstreamMonitorFailure.Conflict => (ErrorCategory.ResourceExists, nameof(NginxMonitorConflict)),
            UpstreamMonitorFailure.NotFound => (ErrorCategory.ObjectNotFound, nameof(NginxMonitorNotFound)),
            _ => (ErrorCategory.FromStdErr, nameof(NginxProgramFailed)),
        };
        return Error(category, cause.Message, cause.Subject.Length > 0 ? cause.Subject : target, cause, id);
    }

    private static HaException NginxUnsafe(NginxException cause, object? target) =>
        Error(ErrorCategory.SecurityError, cause.Message, target, cause);

    private static HaException NginxConfigurationRefused(NginxException cause, object? target) =>
        Error(ErrorCategory.InvalidData, cause.Message, target ?? cause.Diagnostics, cause);

    private static HaException NginxConcurrentEdit(NginxException cause, object? target) =>
        Error(ErrorCategory.ResourceBusy, cause.Message + " Read it again and repeat the change.", target, cause);

    private static HaException NginxNotRunning(NginxException cause, object? target) =>
        Error(ErrorCategory.InvalidOperation, cause.Message + " Start it with Start-NginxServer.", target, cause);

    private static HaException NginxAlreadyRunning(NginxException cause, object? target) =>
        Error(ErrorCategory.ResourceExists, cause.Message, target, cause);

    private static HaException NginxStartFailed(NginxException cause, object? target) =>
        Error(ErrorCategory.OpenError, cause.Message, target, cause);

    private static HaException NginxStopFailed(NginxException cause, object? target) =>
        Error(ErrorCategory.CloseError, cause.Message, target, cause);

    private static HaException NginxReloadFailed(NginxException cause, object? target) =>
        Error(ErrorCategory.InvalidResult, cause.Message, target, cause);

    private static HaException NginxWriteFailed(NginxException cause, object? target) =>
        Error(ErrorCategory.WriteError, cause.Message, target, cause);

    private static HaException NginxProgramFailed(NginxException cause, object? target) =>
        Error(ErrorCategory.FromStdErr, cause.Message, target, cause);
}
