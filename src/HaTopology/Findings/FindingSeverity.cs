namespace NginxHa.Topology;

/// <summary>How much a <see cref="Finding"/> matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing, nothing to do.</summary>
    Information,

    /// <summary>Works, but most likely not as meant.</summary>
    Warning,

    /// <summary>Refused, ignored by the program that reads it, or unsafe to run.</summary>
    Error,
}
