namespace NginxHa.Control.Protocol;

/// <summary>A request to give up.</summary>
internal sealed record CancelParameters(long Request);
