using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>Takes many packets from a socket with one system call. One is shared by all sockets of a stack; allocates nothing a packet.</summary>
internal sealed unsafe class ReceiveBatch
{
    private const int Slots = 32;
    private const int PacketSize = (VrrpConstants.MaximumPacketLength + 63) & -64;
    private const int NameSize = 32;
    private const int ControlSize = 128;

    private readonly MMsgHdr[] _messages = GC.AllocateArray<MMsgHdr>(Slots, pinned: true);
    private readonly IoVec[] _vectors = GC.AllocateArray<IoVec>(Slots, pinned: true);
    private readonly byte[] _packets = GC.AllocateUninitializedArray<byte>(Slots * PacketSize, pinned: true);
    private readonly byte[] _names = GC.AllocateArray<byte>(Slots * NameSize, pinned: true);
    private readonly ulong[] _control = GC.AllocateArray<ulong>(Slots * ControlSize / sizeof(ulong), pinned: true);

    public ReceiveBatch()
    {
        for (int slot = 0; slot < Slots; slot++)
        {
            _vectors[slot] = new IoVec { Base = (byte*)Unsafe.AsPointer(ref _packets[slot * PacketSize]), Length = PacketSize };
            _messages[slot].Header = new MsgHdr
            {
                Name = (byte*)Unsafe.AsPointer(ref _names[slot * NameSize]),
                Vectors = (IoVec*)Unsafe.AsPointer(ref _vectors[slot]),
                VectorCount = 1,
                Control = (byte*)Unsafe.AsPointer(ref _control[slot * (ControlSize / sizeof(ulong))]),
            };
        }
    }

    /// <summary>Packets that fit into one call; a call that gives fewer has emptied the socket.</summary>
    public static int Capacity => Slots;

    /// <summary>Takes what is there, at most <see cref="Capacity"/> packets, without waiting.</summary>
    /// <returns>Number of packets; they hold until the next call.</returns>
    public int Receive(int socket)
    {
        for (int slot = 0; slot < Slots; slot++)
        {
            ref MsgHdr header = ref _messages[slot].Header;
            header.NameLength = NameSize;
            header.ControlLength = ControlSize;
        }

        MMsgHdr* messages = (MMsgHdr*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_messages));

        // A failure (an interface went down, a signal came) is no packet: the next poll tells whether there is more.
        return Math.Max(0, LibC.ReceiveMMsg(socket, messages, Slots, Flag.DontWait, timeout: null));
    }

    /// <summary>The bytes of a packet; empty when it was longer than any that is of use.</summary>
    public ReadOnlySpan<byte> Packet(int slot)
    {
        ref MMsgHdr message = ref _messages[slot];
        return (message.Header.Flags & Flag.Truncated) != 0
            ? default
            : _packets.AsSpan(slot * PacketSize, (int)Math.Min(message.Length, PacketSize));
    }

    /// <summary>The sender's socket address.</summary>
    public ref readonly T Name<T>(int slot)
        where T : unmanaged => ref Unsafe.As<byte, T>(ref _names[slot * NameSize]);

    /// <summary>Finds a control message.</summary>
    /// <returns>False when it is not there or shorter than <typeparamref name="T"/>.</returns>
    public bool TryGetControl<T>(int slot, int level, int type, out T value)
        where T : unmanaged
    {
        int headerLength = sizeof(CMsgHdr);
        ReadOnlySpan<byte> rest = MemoryMarshal.AsBytes(_control.AsSpan(slot * (ControlSize / sizeof(ulong))))
            [..(int)Math.Min(_messages[slot].Header.ControlLength, ControlSize)];
        while (MemoryMarshal.TryRead(rest, out CMsgHdr header) && header.Length >= (nuint)headerLength && header.Length <= (nuint)rest.Length)
        {
            if (header.Level == level && header.Type == type)
            {
                return MemoryMarshal.TryRead(rest[headerLength..(int)header.Length], out value);
            }

            rest = rest[Math.Min(ControlMessage.Align((int)header.Length), rest.Length)..];
        }

        value = default;
        return false;
    }
}
