namespace NginxHa.Vrrp.Networking.Windows.Native;

/// <summary>Numbers of ws2def.h, ws2ipdef.h and mswsock.h.</summary>
internal static class WinsockConstants
{
    public const ushort FamilyInet = 2;
    public const ushort FamilyInet6 = 23;

    public const int LevelIp = 0;
    public const int LevelIpv6 = 41;

    /// <summary>IP_PKTINFO and IPV6_PKTINFO: destination and interface of a received packet.</summary>
    public const int PacketInfo = 19;

    /// <summary>IPV6_HOPLIMIT: hop limit of a received packet.</summary>
    public const int HopLimit = 21;

    /// <summary>SIO_GET_EXTENSION_FUNCTION_POINTER.</summary>
    public const int GetExtensionFunctionPointer = unchecked((int)0xC8000006);

    /// <summary>WSAID_WSARECVMSG.</summary>
    public static Guid ReceiveMessageId { get; } = new(0xF689D7C8, 0x6F1F, 0x436B, 0x8A, 0x53, 0xE5, 0x4F, 0xE3, 0x51, 0xC3, 0x22);
}
