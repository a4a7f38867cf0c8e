namespace NginxHa.Vrrp.Networking.Windows;

/// <summary>What a port has queued.</summary>
/// <param name="Port">The port.</param>
/// <param name="Bytes">A message, or a packet from its IPv4 header on.</param>
/// <param name="IsPacket">Which of the two.</param>
internal readonly record struct OutgoingMessage(AdvertisementPort Port, ReadOnlyMemory<byte> Bytes, bool IsPacket);
