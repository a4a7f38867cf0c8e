namespace NginxHa.Control.Protocol;

/// <summary>An instance to stop.</summary>
internal sealed record StopParameters(string Name, bool Abandon);
