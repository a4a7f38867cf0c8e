using NginxHa.Vrrp.Options;

namespace NginxHa.Control.Protocol;

/// <summary>Options of an instance to start or to change.</summary>
internal sealed record InstanceParameters(VrrpInstanceOptions Options, bool KeepSecrets);
