using NginxHa.Vrrp.Election;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Runtime;

/// <summary>A sync group at one moment.</summary>
/// <param name="Options">What was declared.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">When it was entered.</param>
public sealed record SyncGroupStatus(SyncGroupOptions Options, VrrpState State, DateTimeOffset Since);
