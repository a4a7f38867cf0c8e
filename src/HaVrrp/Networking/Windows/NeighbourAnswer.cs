using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>A neighbour that answered.</summary>
/// <param name="LinkIndex">Interface on which it was asked.</param>
/// <param name="Address">Its address.</param>
/// <param name="HardwareAddress">Its MAC address; zero when it is not told.</param>
internal readonly record struct NeighbourAnswer(int LinkIndex, InetAddress Address, MacAddress HardwareAddress);
