using System.Runtime.InteropServices;

namespace NginxHa.Tests.Interop.Fixture;

/// <summary>The system calls that the fixtures need: signals, namespaces, and a netlink socket that listens.</summary>
internal static partial class Native
{
    public const int SignalInterrupt = 2;
    public const int SignalKill = 9;
    public const int SignalUser1 = 10;
    public const int SignalUser2 = 12;
    public const int SignalTerminate = 15;
    public const int SignalContinue = 18;
    public const int SignalStop = 19;

    private const int CloneNewNet = 0x40000000;
    private const int OpenReadOnly = 0;
    private const int OpenCloseOnExec = 0x80000;
    private const int AddressFamilyNetlink = 16;
    private const int SocketRaw = 3;
    private const int SocketCloseOnExec = 0x80000;
    private const int NetlinkRoute = 0;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    /// <summary>Sends a signal; a process that is gone already is fine.</summary>
    public static void Kill(int processId, int signal)
    {
        const int noSuchProcess = 3;
        if (KillCore(processId, signal) != 0 && Marshal.GetLastPInvokeError() != noSuchProcess)
        {
            throw Failure($"signal {processId}");
        }
    }

    /// <summary>Moves the calling thread, and no other, into a named network namespace.</summary>
    public static void EnterNamespace(string name)
    {
        int descriptor = Open($"/run/netns/{name}", OpenReadOnly | OpenCloseOnExec);
        if (descriptor < 0)
        {
            throw Failure($"open namespace {name}");
        }

        try
        {
            if (SetNamespace(descriptor, CloneNewNet) != 0)
            {
                throw Failure($"enter namespace {name}");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Opens a route netlink socket that hears the given groups (a bit mask of RTMGRP_*).</summary>
    public static int OpenNetlink(uint groups)
    {
        int descriptor = OpenSocket(AddressFamilyNetlink, SocketRaw | SocketCloseOnExec, NetlinkRoute);
        if (descriptor < 0)
        {
            throw Failure("open a netlink socket");
        }

        Span<byte> address = stackalloc byte[12];
        address.Clear();
        MemoryMarshal.Write(address, (ushort)AddressFamilyNetlink);
        MemoryMarshal.Write(address[8..], groups);
        if (Bind(descriptor, in MemoryMarshal.GetReference(address), address.Length) != 0)
        {
            _ = Close(descriptor);
            throw Failure("bind a netlink socket");
        }

        return descriptor;
    }

    public static int Receive(int descriptor, Span<byte> buffer) =>
        (int)ReceiveCore(descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length, 0);

    public static int Send(int descriptor, ReadOnlySpan<byte> buffer) =>
        (int)SendCore(descriptor, in MemoryMarshal.GetReference(buffer), buffer.Length, 0);

    public static int Poll(Span<PollDescriptor> descriptors, int milliseconds) =>
        PollCore(ref MemoryMarshal.GetReference(descriptors), (nuint)descriptors.Length, milliseconds);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    private static InvalidOperationException Failure(string what) =>
        new($"Cannot {what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillCore(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int type);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenSocket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(int descriptor, in byte address, int length);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint ReceiveCore(int descriptor, ref byte buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint SendCore(int descriptor, in byte buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int PollCore(ref PollDescriptor descriptors, nuint count, int milliseconds);
}
