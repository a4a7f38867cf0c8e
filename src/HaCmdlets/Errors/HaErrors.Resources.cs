using System.Management.Automation;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Errors;

/// <content>Errors of the DSC resources.</content>
public static partial class HaErrors
{
    /// <summary>A resource was set, but something differs still.</summary>
    /// <param name="resource">Name of its class.</param>
    /// <param name="reasons">What differs.</param>
    /// <returns>The error.</returns>
    public static HaException ResourceNotInDesiredState(string resource, IReadOnlyList<string> reasons) => Error(
        ErrorCategory.InvalidResult, $"{resource} was set and is not as declared: {string.Join(" ", reasons ?? [])}", resource);

    /// <summary>A document declares something else than what a resource wants to put into it.</summary>
    /// <param name="path">The document.</param>
    /// <param name="reason">What it declares, and what to use instead.</param>
    /// <returns>The error.</returns>
    public static HaException DocumentOfAnotherKind(string path, string reason) =>
        Error(ErrorCategory.InvalidOperation, $"'{path}' {reason}", path);

    /// <summary>The agent did not take a new document; the one before is back.</summary>
    /// <param name="path">The document.</param>
    /// <param name="problems">What is wrong with it.</param>
    /// <returns>The error.</returns>
    public static HaException AgentRefusedDocument(string path, IReadOnlyList<Finding> problems) =>
        Error(ErrorCategory.InvalidData, $"The agent refused '{path}', and what was there before is back:{List(problems ?? [])}", path);

    /// <summary>keepalived does not take a new configuration; the file is as it was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="findings">What keepalived says.</param>
    /// <returns>The error.</returns>
    public static HaException KeepalivedRefused(string path, IEnumerable<Finding> findings) =>
        Error(ErrorCategory.InvalidData, $"keepalived refuses what '{path}' was to become, and nothing was written:{List(findings ?? [])}", path);
}
