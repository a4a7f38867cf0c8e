namespace NginxHa.Control.Protocol;

/// <summary>A request that takes nothing.</summary>
internal sealed record NoParameters;
