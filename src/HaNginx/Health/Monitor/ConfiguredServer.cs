using NginxHa.Nginx.Upstreams;

namespace NginxHa.Nginx.Health;

/// <summary>A server as the configuration has it.</summary>
/// <param name="Key">What it is known by.</param>
/// <param name="Target">Where to ask.</param>
/// <param name="Down">Who marked it down, if anybody.</param>
public sealed record ConfiguredServer(ServerKey Key, HealthTarget Target, DownOrigin Down);
