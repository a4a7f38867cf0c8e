namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>Reads one message; false when it is of no interest.</summary>
internal delegate bool NetlinkParser<T>(ushort type, ReadOnlySpan<byte> payload, out T value);
