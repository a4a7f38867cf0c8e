using NginxHa.Vrrp.Options;

namespace NginxHa.Control.Protocol;

/// <summary>A sync group to make or to change.</summary>
internal sealed record GroupParameters(SyncGroupOptions Options);
