using Newtonsoft.Json.Linq;
using NginxHa.Topology;
using NginxHa.Topology.Document.Shapes;

namespace NginxHa.Control.Protocol;

/// <summary>Why a request was refused.</summary>
/// <param name="Code">A name of <see cref="ControlErrorCode"/>.</param>
/// <param name="Message">For people.</param>
internal sealed record ControlError(string Code, string Message)
{
    public static Shape<ControlError> Shape { get; } = new ObjectShape<ControlError>("error", "Why a request was refused.", static () => new ControlError(string.Empty, string.Empty))
        .Required(ControlKeys.Code, "Kind.", WireValues.Text, static e => e.Code, static (e, v) => e with { Code = v })
        .Required(ControlKeys.Message, "For people.", WireValues.Text, static e => e.Message, static (e, v) => e with { Message = v })
        .Optional(ControlKeys.Subject, "The name, path or value that it is about.", ValueShapes.OrNull(WireValues.Text), static e => e.Subject, static (e, v) => e with { Subject = v })
        .Optional(ControlKeys.Findings, "What is wrong with the parameters, each with its path.", ValueShapes.ListOf(WireAgent.Finding), static e => e.Findings, static (e, v) => e with { Findings = v });

    /// <summary>The name, path or value that it is about; null when the message says it all.</summary>
    public string? Subject { get; init; }

    /// <summary>What is wrong with the parameters, each with its path.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>As it stands in a reply.</summary>
    public JToken ToToken() => Shape.Write(this);
}
