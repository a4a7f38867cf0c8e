using System.Runtime.InteropServices;
using NginxHa.Tests.Interop.Fixture;

namespace NginxHa.Bench.Vrrp.Measuring;

/// <summary>A packet socket that hears VRRP over IPv4 on all interfaces of its namespace, with the kernel's time of each packet.</summary>
internal sealed unsafe partial class PacketSocket : IDisposable
{
    private const int FamilyPacket = 17;
    private const int Datagram = 2;
    private const int CloseOnExec = 0x80000;
    private const int AllProtocols = 0x0300; // ETH_P_ALL in network order: the others are not told of what a bridge takes
    private const int LevelSocket = 1;
    private const int OptionReceiveTimeout = 20;
    private const int OptionAttachFilter = 26;
    private const int OptionReceiveBufferForce = 33;
    private const int OptionTimestampNanoseconds = 35;
    private const int ReceiveBuffer = 32 * 1024 * 1024;
    private const int LinkIndexOffset = 4; // sll_ifindex of sockaddr_ll
    private const int PacketTypeOffset = 10; // sll_pkttype
    private const byte Outgoing = 4; // PACKET_OUTGOING
    private const int ControlDataOffset = 16;
    private const int MinimumLength = 28;

    private readonly int _descriptor;

    /// <summary>Opens it in the namespace of the calling thread.</summary>
    public PacketSocket()
    {
        _descriptor = OpenSocket(FamilyPacket, Datagram | CloseOnExec, AllProtocols);
        if (_descriptor < 0)
        {
            throw new InvalidOperationException($"Cannot open a packet socket: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        // ldh proto; jeq #0x800; ldb [9]; jeq #112; accept or refuse: the client's packets do not come up here.
        ReadOnlySpan<ulong> filter =
        [
            0xFFFF_F000_0000_0028, 0x0000_0800_0300_0015, 0x0000_0009_0000_0030, 0x0000_0070_0100_0015, 0x0004_0000_0000_0006, 0x0000_0000_0000_0006,
        ];
        fixed (ulong* instructions = filter)
        {
            FilterProgram program = new() { Length = (ushort)filter.Length, Instructions = instructions };
            Set(OptionAttachFilter, program);
        }

        Set(OptionReceiveBufferForce, ReceiveBuffer);
        Set(OptionTimestampNanoseconds, 1);
        Set(OptionReceiveTimeout, new TimeValue { Microseconds = 50_000 });
    }

    /// <summary>Waits up to 50 ms for the next advertisement.</summary>
    public bool TryReceive(out Advert advert)
    {
        advert = default;
        byte* name = stackalloc byte[32];
        byte* packet = stackalloc byte[128];
        byte* control = stackalloc byte[64];
        IoVector vector = new() { Base = packet, Length = 128 };
        MessageHeader header = new() { Name = name, NameLength = 32, Vectors = &vector, VectorCount = 1, Control = control, ControlLength = 64 };
        long length = Receive(_descriptor, &header, 0);
        int headerLength = (packet[0] & 0x0F) * 4;
        if (length < MinimumLength || name[PacketTypeOffset] == Outgoing || header.ControlLength < ControlDataOffset + 16)
        {
            return false;
        }

        long* time = (long*)(control + ControlDataOffset);
        advert = new Advert(
            (time[0] * 1_000_000_000) + time[1], *(int*)(name + LinkIndexOffset), packet[headerLength + 1], packet[headerLength + 2]);
        return true;
    }

    /// <summary>Index of an interface of the calling thread's namespace.</summary>
    public static int IndexOf(string interfaceName) =>
        FindIndex(interfaceName) is var index and > 0 ? index : throw new InvalidOperationException($"There is no interface {interfaceName}.");

    public void Dispose() => _ = Native.Close(_descriptor);

    private void Set<T>(int option, T value)
        where T : unmanaged
    {
        if (SetOption(_descriptor, LevelSocket, option, &value, sizeof(T)) != 0)
        {
            throw new InvalidOperationException($"Cannot set option {option} of a packet socket: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public ulong* Instructions;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeValue
    {
        public long Seconds;
        public long Microseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MessageHeader
    {
        public byte* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FindIndex(string name);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenSocket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int descriptor, int level, int option, void* value, int length);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint Receive(int descriptor, MessageHeader* header, int flags);
}
