namespace NginxHa.Control.Protocol;

/// <summary>A group to remove.</summary>
internal sealed record NameParameters(string Name);
