using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>Walks over the attributes behind the fixed part of a message. What is cut short ends the walk.</summary>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> attributes)
{
    private const ushort TypeMask = 0x3FFF;

    private ReadOnlySpan<byte> _rest = attributes;

    /// <summary>Type without the flags for nesting and byte order.</summary>
    public ushort Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The value as a number in the machine's order; 0 when it is too short.</summary>
    public readonly uint UInt32 => MemoryMarshal.TryRead(Value, out uint value) ? value : 0;

    /// <summary>The value as text without its closing zero.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Value.TrimEnd((byte)0));

    /// <summary>The value as an address; none when it has another length.</summary>
    public readonly InetAddress Address =>
        Value.Length is InetAddress.IPv4Length or InetAddress.IPv6Length ? InetAddress.Read(Value) : default;

    public bool MoveNext()
    {
        int headerLength = Unsafe.SizeOf<RtAttr>();
        if (!MemoryMarshal.TryRead(_rest, out RtAttr header) || header.Length < headerLength || header.Length > _rest.Length)
        {
            return false;
        }

        Type = (ushort)(header.Type & TypeMask);
        Value = _rest[headerLength..header.Length];
        _rest = _rest[Math.Min((header.Length + 3) & -4, _rest.Length)..];
        return true;
    }

    /// <summary>The attributes behind a fixed part, or none when even that is cut short.</summary>
    public static NetlinkAttributes After<T>(ReadOnlySpan<byte> payload)
        where T : unmanaged
    {
        int length = (Unsafe.SizeOf<T>() + 3) & -4;
        return new NetlinkAttributes(payload.Length >= length ? payload[length..] : default);
    }
}
