using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace NginxHa.Cmdlets.Errors;

/// <summary>
/// Every error of the module: one method each, whose name is the error's id and whose body is its message, so that the
/// two cannot drift and the compiler keeps ids unique.
/// </summary>
/// <remarks>
/// The errors of one area stand in a part of their own (HaErrors.Vrrp.cs, HaErrors.Nginx.cs, ...). A message names the
/// field, the value and what is allowed, and ends with what to do where that is known.
/// </remarks>
public static partial class HaErrors
{
    /// <summary>A parameter's value is not allowed.</summary>
    /// <param name="field">The parameter or property, as the user writes it.</param>
    /// <param name="value">The value given.</param>
    /// <param name="allowed">What is allowed: "1 to 255", "an IPv4 or IPv6 address".</param>
    /// <returns>The error.</returns>
    public static HaException InvalidValue(string field, object? value, string allowed) =>
        Error(ErrorCategory.InvalidArgument, $"{field} is '{value}'; allowed is {allowed}.", value);

    /// <summary>Two or more parameters do not go together, or one needs another.</summary>
    /// <param name="reason">Which, and why.</param>
    /// <returns>The error.</returns>
    public static HaException InvalidCombination(string reason) => Error(ErrorCategory.InvalidArgument, reason);

    /// <summary>The text, bytes or document given cannot be understood.</summary>
    /// <param name="reason">Where and why.</param>
    /// <param name="target">What was read.</param>
    /// <param name="cause">The exception behind it, if any.</param>
    /// <returns>The error.</returns>
    public static HaException InvalidData(string reason, object? target = null, Exception? cause = null) =>
        Error(ErrorCategory.InvalidData, reason, target, cause);

    /// <summary>There is no such network interface.</summary>
    /// <param name="name">The interface's name.</param>
    /// <param name="networkNamespace">The network namespace that was searched; null for that of the process.</param>
    /// <returns>The error.</returns>
    public static HaException InterfaceNotFound(string name, string? networkNamespace = null) => Error(
        ErrorCategory.ObjectNotFound,
        networkNamespace is null
            ? $"There is no network interface named '{name}'."
            : $"There is no network interface named '{name}' in the network namespace '{networkNamespace}'.",
        name);

    /// <summary>There is no such network namespace.</summary>
    /// <param name="name">The namespace's name.</param>
    /// <returns>The error.</returns>
    public static HaException NetworkNamespaceNotFound(string name) => Error(
        ErrorCategory.ObjectNotFound, $"There is no network namespace named '{name}' (nothing at /run/netns/{name}).", name);

    /// <summary>There is no such file or folder.</summary>
    /// <param name="path">The absolute path.</param>
    /// <param name="cause">The exception behind it, if any.</param>
    /// <returns>The error.</returns>
    public static HaException PathNotFound(string path, Exception? cause = null) =>
        Error(ErrorCategory.ObjectNotFound, $"There is nothing at '{path}'.", path, cause);

    /// <summary>The operating system refused something for want of rights.</summary>
    /// <param name="action">What was tried: "open a raw socket for VRRP".</param>
    /// <param name="remedy">What gives the right: "run as root, or with the capability CAP_NET_RAW".</param>
    /// <param name="cause">The exception behind it, if any.</param>
    /// <returns>The error.</returns>
    public static HaException PermissionDenied(string action, string remedy, Exception? cause = null) =>
        Error(ErrorCategory.PermissionDenied, $"Not allowed to {action}: {remedy}.", null, cause);

    /// <summary>The operating system cannot do what was asked.</summary>
    /// <param name="what">What was asked: "-NetworkNamespace".</param>
    /// <param name="where">Where it works: "Linux".</param>
    /// <returns>The error.</returns>
    public static HaException NotSupportedHere(string what, string where) =>
        Error(ErrorCategory.NotImplemented, $"{what} works on {where} only.");

    /// <summary>Something did not happen in time.</summary>
    /// <param name="what">What was waited for.</param>
    /// <param name="limit">How long.</param>
    /// <param name="target">What it was about.</param>
    /// <returns>The error.</returns>
    public static HaException TimedOut(string what, TimeSpan limit, object? target = null) => Error(
        ErrorCategory.OperationTimeout,
        FormattableString.Invariant($"Waited {limit.TotalSeconds:0.###} s for {what}, in vain."),
        target);

    /// <summary>A program ended with a code that says it failed.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="output">The last lines it printed.</param>
    /// <returns>The error.</returns>
    public static HaException ProgramFailed(string program, int exitCode, string output) => Error(
        ErrorCategory.FromStdErr,
        FormattableString.Invariant($"{program} failed with exit code {exitCode}: {output.Trim()}"),
        program);

    private static HaException Error(
        ErrorCategory category,
        string message,
        object? target = null,
        Exception? cause = null,
        [CallerMemberName] string id = "") => new(id, category, message, target, cause);
}
