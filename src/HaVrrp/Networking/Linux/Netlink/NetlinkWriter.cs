using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>Writes netlink messages one behind the other. Everything is aligned to 4 bytes and in the machine's byte order.</summary>
internal ref struct NetlinkWriter(Span<byte> buffer)
{
    private const int Alignment = 4;

    private readonly Span<byte> _buffer = buffer;
    private int _start;
    private int _length;

    /// <summary>Everything written so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>Bytes left.</summary>
    public readonly int Free => _buffer.Length - _length;

    /// <summary>Starts a message.</summary>
    public void Begin(ushort type, ushort flags, uint sequence)
    {
        _start = _length;
        Append(new NlMsgHdr { Type = type, Flags = flags, Sequence = sequence });
    }

    /// <summary>Ends the message, now that its length is known.</summary>
    public readonly void End() =>
        MemoryMarshal.Write(_buffer[_start..], (uint)(_length - _start));

    /// <summary>Appends a fixed part.</summary>
    public void Append<T>(in T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(Take(Unsafe.SizeOf<T>()), value);
    }

    /// <summary>Appends an attribute with a value of fixed size.</summary>
    public void Attribute<T>(ushort type, in T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(TakeAttribute(type, Unsafe.SizeOf<T>()), value);
    }

    /// <summary>Appends an attribute with an address in network order.</summary>
    public void Attribute(ushort type, InetAddress address) =>
        address.TryWrite(TakeAttribute(type, address.Length));

    /// <summary>Appends an attribute with raw bytes.</summary>
    public void Attribute(ushort type, scoped ReadOnlySpan<byte> value) =>
        value.CopyTo(TakeAttribute(type, value.Length));

    /// <summary>Appends an attribute with a string and its closing zero.</summary>
    public void Attribute(ushort type, string value) =>
        Encoding.UTF8.GetBytes(value, TakeAttribute(type, Encoding.UTF8.GetByteCount(value) + 1));

    /// <summary>Starts an attribute that holds attributes.</summary>
    /// <returns>To be given to <see cref="EndNest"/>.</returns>
    public int BeginNest(ushort type)
    {
        int start = _length;
        Append(new RtAttr { Type = type });
        return start;
    }

    /// <summary>Ends an attribute that holds attributes.</summary>
    public readonly void EndNest(int start) =>
        MemoryMarshal.Write(_buffer[start..], (ushort)(_length - start));

    private Span<byte> TakeAttribute(ushort type, int length)
    {
        Append(new RtAttr { Length = (ushort)(Unsafe.SizeOf<RtAttr>() + length), Type = type });
        return Take(length);
    }

    private Span<byte> Take(int length)
    {
        int padded = (length + Alignment - 1) & -Alignment;
        Span<byte> taken = _buffer.Slice(_length, padded);
        taken.Clear();
        _length += padded;
        return taken[..length];
    }
}
