using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>The links and addresses of the machine at one moment.</summary>
/// <param name="Links">Links by index.</param>
/// <param name="Addresses">Addresses in the order in which Windows lists them.</param>
internal sealed record NetworkSnapshot(IReadOnlyDictionary<int, NetworkLink> Links, IReadOnlyList<NetworkAddress> Addresses);

/// <summary>One link.</summary>
/// <param name="Name">Its name, such as Ethernet.</param>
/// <param name="State">Its state.</param>
/// <param name="Gateways">Next hops of the default routes that leave by it.</param>
internal sealed record NetworkLink(string Name, LinkState State, IReadOnlyList<InetAddress> Gateways);

/// <summary>One address.</summary>
/// <param name="Address">The address on its link.</param>
/// <param name="IsUsable">Packets may come from it: it is not tentative and not a duplicate.</param>
internal readonly record struct NetworkAddress(InterfaceAddress Address, bool IsUsable);
