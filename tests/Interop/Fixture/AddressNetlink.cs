using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>The part of route netlink that tells of addresses; written apart from the product's, which it checks.</summary>
internal static class AddressNetlink
{
    private const uint GroupIpv4Addresses = 0x10;
    private const uint GroupIpv6Addresses = 0x100;
    private const ushort NewAddress = 20;
    private const ushort DeleteAddress = 21;
    private const ushort GetAddresses = 22;
    private const ushort FlagsRequestDump = 0x301;
    private const int MessageHeader = 16;
    private const int AddressHeader = 8;
    private const int AttributeHeader = 4;
    private const ushort AttributeAddress = 1;
    private const ushort AttributeLocal = 2;

    /// <summary>Opens a socket that hears changes, and asks for what is there.</summary>
    public static int Open()
    {
        int descriptor = Native.OpenNetlink(GroupIpv4Addresses | GroupIpv6Addresses);
        Span<byte> request = stackalloc byte[MessageHeader + AddressHeader];
        request.Clear();
        MemoryMarshal.Write(request, request.Length);
        MemoryMarshal.Write(request[4..], GetAddresses);
        MemoryMarshal.Write(request[6..], FlagsRequestDump);
        Native.Send(descriptor, request);
        return descriptor;
    }

    /// <summary>Addresses that a datagram tells of.</summary>
    public static IReadOnlyList<(IPAddress Address, bool IsAdded)> Read(ReadOnlySpan<byte> datagram)
    {
        List<(IPAddress, bool)> changes = [];
        while (datagram.Length >= MessageHeader)
        {
            int length = MemoryMarshal.Read<int>(datagram);
            ushort type = MemoryMarshal.Read<ushort>(datagram[4..]);
            if (type is NewAddress or DeleteAddress && ReadAddress(datagram[(MessageHeader + AddressHeader)..length]) is { } address)
            {
                changes.Add((address, type == NewAddress));
            }

            datagram = datagram[Math.Min(Align(length), datagram.Length)..];
        }

        return changes;
    }

    private static IPAddress? ReadAddress(ReadOnlySpan<byte> attributes)
    {
        IPAddress? address = null;
        while (attributes.Length >= AttributeHeader)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(attributes);
            ushort type = BinaryPrimitives.ReadUInt16LittleEndian(attributes[2..]);
            if (type == AttributeLocal || (type == AttributeAddress && address is null))
            {
                address = new IPAddress(attributes[AttributeHeader..length]);
            }

            attributes = attributes[Math.Min(Align(length), attributes.Length)..];
        }

        return address;
    }

    private static int Align(int length) => (length + 3) & ~3;
}
