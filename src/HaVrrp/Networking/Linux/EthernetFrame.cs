using System.Buffers.Binary;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>The Ethernet II header.</summary>
internal static class EthernetFrame
{
    public static void WriteHeader(Span<byte> frame, MacAddress destination, MacAddress source, ushort type)
    {
        destination.TryWrite(frame);
        source.TryWrite(frame[MacAddress.Length..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[(2 * MacAddress.Length)..], type);
    }
}
