using System.Management.Automation;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Errors;

/// <content>Errors of topologies and of keepalived.conf.</content>
public static partial class HaErrors
{
    /// <summary>A topology, or the document of one, has errors.</summary>
    /// <param name="what">The document's path, or what it was made from.</param>
    /// <param name="findings">What is wrong.</param>
    /// <returns>The error.</returns>
    public static HaException InvalidTopology(string what, IEnumerable<Finding> findings) =>
        Error(ErrorCategory.InvalidData, $"{what} cannot be used:{List(findings)}", what);

    /// <summary>A topology has no such node.</summary>
    /// <param name="name">The name asked for.</param>
    /// <param name="topology">The topology.</param>
    /// <returns>The error.</returns>
    public static HaException NodeNotFound(string name, NginxHa.Topology.HaTopology topology) => Error(
        ErrorCategory.ObjectNotFound,
        $"'{name}' is not a node of '{topology.Name}'; it has {string.Join(", ", topology.Nodes.Select(node => node.Name))}.",
        name);

    /// <summary>This machine is none of the nodes of a topology, or more than one.</summary>
    /// <param name="problem">Why.</param>
    /// <returns>The error.</returns>
    public static HaException LocalNodeNotFound(string problem) => Error(ErrorCategory.ObjectNotFound, problem);

    /// <summary>A keepalived.conf cannot say everything that it should.</summary>
    /// <param name="findings">What it cannot say.</param>
    /// <returns>The error.</returns>
    public static HaException ExportIncomplete(IEnumerable<Finding> findings) => Error(
        ErrorCategory.InvalidOperation,
        $"keepalived cannot do everything that is declared, and nothing was written:{List(findings)}\nWith -Force what it can do is written.");

    /// <summary>A node could not be asked, and nothing was changed anywhere.</summary>
    /// <param name="target">The computer.</param>
    /// <param name="cause">Why.</param>
    /// <returns>The error.</returns>
    public static HaException NodeNotReached(string target, Exception cause) =>
        Error(ErrorCategory.ConnectionError, $"'{target}' cannot be asked: {cause?.Message}", target, cause);

    /// <summary>A node gave no answer, or one that cannot be read.</summary>
    /// <param name="target">The computer.</param>
    /// <returns>The error.</returns>
    public static HaException NodeGaveNoAnswer(string target) =>
        Error(ErrorCategory.InvalidResult, $"'{target}' gave no answer; the module has to be there in the same version.", target);

    /// <summary>Two computers say that they are the same node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="targets">The computers.</param>
    /// <returns>The error.</returns>
    public static HaException NodeIsThereTwice(string node, IEnumerable<string> targets) =>
        Error(ErrorCategory.InvalidArgument, $"{string.Join(" and ", targets ?? [])} both are the node '{node}'; nothing was changed.", node);

    /// <summary>Publishing stopped at a node; those before it are changed, those behind it are not.</summary>
    /// <param name="node">The node.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cause">The exception behind it, if any.</param>
    /// <returns>The error.</returns>
    public static HaException PublishingStopped(string node, string reason, Exception? cause = null) =>
        Error(ErrorCategory.OperationStopped, $"Publishing stopped at '{node}': {reason} Nodes behind it in the order were not touched.", node, cause);

    private static string List(IEnumerable<Finding> findings) => string.Concat(findings.Select(finding => "\n  " + finding));
}
