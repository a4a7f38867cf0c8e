namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>Forms of a diagram.</summary>
public enum DiagramFormat
{
    /// <summary>Characters, for a terminal.</summary>
    Text,

    /// <summary>A picture.</summary>
    Svg,
}
