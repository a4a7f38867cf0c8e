using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Installation.Online;

/// <summary>Another node as a document has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Addresses">Its own addresses.</param>
/// <param name="Options">What it runs for the virtual router in question.</param>
public sealed record ExpectedPeer(string Name, IReadOnlyList<InetAddress> Addresses, VrrpInstanceOptions Options);
