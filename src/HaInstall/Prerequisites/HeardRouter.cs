using NginxHa.Vrrp.Protocol;

namespace NginxHa.Installation.Prerequisites;

/// <summary>A virtual router that was heard on the segment.</summary>
/// <param name="VirtualRouterId">Its id.</param>
/// <param name="Source">Who advertises it.</param>
/// <param name="IsOwn">This node sent it.</param>
public readonly record struct HeardRouter(byte VirtualRouterId, InetAddress Source, bool IsOwn);
