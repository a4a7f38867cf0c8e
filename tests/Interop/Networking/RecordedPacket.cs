using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Interop.Networking;

/// <summary>A copy of a packet that outlives its event.</summary>
internal sealed record RecordedPacket(
    int LinkIndex, InetAddress Source, InetAddress Destination, int TimeToLive, byte Protocol, byte[] Payload, byte[] Ipv4Header);
