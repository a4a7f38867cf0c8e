namespace NginxHa.Vrrp.Networking;

/// <summary>Takes a packet that a listener heard. The packet's memory is reused after the call.</summary>
/// <param name="packet">The packet.</param>
/// <param name="isOutgoing">This node sent it.</param>
public delegate void AdvertisementHandler(in ReceivedPacket packet, bool isOutgoing);
