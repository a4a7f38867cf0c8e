using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking.Linux;

/// <summary>
/// Collects packets for one socket and sends them with one system call. Addresses, control data and headers are pointed to
/// where their owner keeps them (pinned, unchanged until <see cref="Flush"/>); payloads are copied once, however many
/// destinations they have. Allocates nothing after its construction.
/// </summary>
internal sealed unsafe class SendBatch
{
    private const int Slots = 128;
    private const int ArenaSize = 64 * 1024;
    private const int VectorsPerSlot = 2;

    private readonly Descriptor _socket;
    private readonly MMsgHdr[] _messages = GC.AllocateArray<MMsgHdr>(Slots, pinned: true);
    private readonly IoVec[] _vectors = GC.AllocateArray<IoVec>(Slots * VectorsPerSlot, pinned: true);
    private readonly byte[] _arena = GC.AllocateUninitializedArray<byte>(ArenaSize, pinned: true);
    private int _count;
    private int _arenaUsed;

    public SendBatch(Descriptor socket) => _socket = socket;

    /// <summary>Messages that the system refused to send.</summary>
    public long Errors { get; private set; }

    /// <summary>Copies a payload, after sending what is queued if there is no room for it.</summary>
    /// <returns>Where it is until the next <see cref="Flush"/>.</returns>
    public byte* CopyPayload(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > ArenaSize - _arenaUsed)
        {
            Flush();
        }

        byte* start = (byte*)Unsafe.AsPointer(ref _arena[_arenaUsed]);
        payload.CopyTo(_arena.AsSpan(_arenaUsed));
        _arenaUsed += (payload.Length + 7) & -8;
        return start;
    }

    /// <summary>Makes sure that so many packets can be queued without a payload copied before being sent away underneath.</summary>
    /// <param name="packets">Packets to come, at most the number of slots.</param>
    /// <param name="payloadLength">Bytes of payload to come.</param>
    public void Reserve(int packets, int payloadLength)
    {
        if (Math.Min(packets, Slots) > Slots - _count || payloadLength > ArenaSize - _arenaUsed)
        {
            Flush();
        }
    }

    /// <summary>Queues one packet.</summary>
    public void Add(
        byte* name, int nameLength, byte* control, int controlLength, byte* header, int headerLength, byte* payload, int payloadLength)
    {
        if (_count == Slots)
        {
            // More destinations than slots: the payload stays where it is, as nothing is copied until the last one is queued.
            Transmit();
        }

        IoVec* vectors = (IoVec*)Unsafe.AsPointer(ref _vectors[_count * VectorsPerSlot]);
        int vectorCount = 0;
        if (headerLength > 0)
        {
            vectors[vectorCount++] = new IoVec { Base = header, Length = (nuint)headerLength };
        }

        vectors[vectorCount++] = new IoVec { Base = payload, Length = (nuint)payloadLength };
        _messages[_count++].Header = new MsgHdr
        {
            Name = name,
            NameLength = (uint)nameLength,
            Vectors = vectors,
            VectorCount = (nuint)vectorCount,
            Control = control,
            ControlLength = (nuint)controlLength,
        };
    }

    /// <summary>Sends what is queued. What the system refuses is counted and left behind.</summary>
    public void Flush()
    {
        Transmit();
        _arenaUsed = 0;
    }

    private void Transmit()
    {
        MMsgHdr* messages = (MMsgHdr*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_messages));
        int sent = 0;
        while (sent < _count)
        {
            int result = LibC.SendMMsg(_socket.Number, messages + sent, (uint)(_count - sent), Flag.DontWait);
            if (result > 0)
            {
                sent += result;
            }
            else if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
            {
                // The first one of the rest was refused: an interface without carrier, an address gone, no buffer.
                Errors++;
                sent++;
            }
        }

        _count = 0;
    }
}
