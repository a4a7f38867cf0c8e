using NginxHa.Nginx.Control;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Resources;

/// <summary>Where an upstream is, or would be.</summary>
/// <param name="File">Absolute path of the file that was named.</param>
/// <param name="Protocol">Which part of nginx it belongs to.</param>
/// <param name="Server">The nginx that reads it; null for none.</param>
/// <param name="Upstream">The upstream; null when it is not there.</param>
internal sealed record UpstreamPlace(string File, UpstreamProtocol Protocol, NginxServer? Server, Upstream? Upstream);
