using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NginxHa.Vrrp.Networking.Linux.Native;

namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>
/// Requests to a subsystem of the kernel by netlink, and their answers. The kernel carries out a request within the call that sends it, so an
/// answer is there at once. Used by one thread.
/// </summary>
internal sealed unsafe class NetlinkRequests : IDisposable
{
    private const int RequestSize = 16 * 1024;
    private const int ResponseSize = 64 * 1024;
    private const int DumpAttempts = 8;

    private readonly Descriptor _socket;
    private readonly byte[] _request = GC.AllocateUninitializedArray<byte>(RequestSize, pinned: true);
    private readonly byte[] _response = GC.AllocateUninitializedArray<byte>(ResponseSize, pinned: true);
    private readonly List<(int Place, string Text)> _texts = [];
    private uint _sequence;

    /// <param name="protocol">Subsystem, from <see cref="NetlinkProtocol"/>.</param>
    public NetlinkRequests(int protocol = NetlinkProtocol.Route)
    {
        _socket = Open(protocol);
        _socket.TrySetOption(SocketLevel.Netlink, SocketOption.NetlinkCapAck, 1);
        _socket.TrySetOption(SocketLevel.Netlink, SocketOption.NetlinkExtAck, 1);
        _socket.TrySetOption(SocketLevel.Netlink, SocketOption.NetlinkStrictCheck, 1);
    }

    /// <summary>What the kernel said in words about the failure of the last request, or null.</summary>
    public string? LastErrorText => TextOf(0);

    /// <summary>A netlink socket, not bound yet.</summary>
    public static Descriptor Open(int protocol = NetlinkProtocol.Route) =>
        Descriptor.OpenSocket(Domain.Netlink, SocketType.Raw, protocol, "open a netlink socket");

    /// <summary>Room for a request or a batch of them; it holds until the next call.</summary>
    public NetlinkWriter NewRequest() => new(_request);

    /// <summary>The number of the next request.</summary>
    public uint NextSequence() => ++_sequence;

    /// <summary>What the kernel said in words about one request of the last batch, or null.</summary>
    public string? TextOf(int place) => _texts.Find(text => text.Place == place).Text;

    /// <summary>Carries out one request and returns its error number, 0 for success.</summary>
    public int Execute(in NetlinkWriter request, uint sequence)
    {
        int error = 0;
        Execute(request, sequence, new Span<int>(ref error));
        return error;
    }

    /// <summary>
    /// Carries out a batch of requests with following numbers, of which only the last one asks for an acknowledgement:
    /// the kernel reports failures in any case.
    /// </summary>
    /// <param name="requests">The batch.</param>
    /// <param name="firstSequence">Number of the first request.</param>
    /// <param name="errors">One error number a request, 0 for success.</param>
    public void Execute(in NetlinkWriter requests, uint firstSequence, Span<int> errors)
    {
        errors.Clear();
        _texts.Clear();
        Send(requests.Written);
        uint last = firstSequence + (uint)errors.Length - 1;
        bool done = false;
        while (!done)
        {
            NetlinkMessages messages = new(Receive());
            while (messages.MoveNext())
            {
                uint place = messages.Header.Sequence - firstSequence;
                if (messages.Header.Type == MessageType.Error && place < (uint)errors.Length)
                {
                    errors[(int)place] = ReadError(messages.Header.Flags, messages.Payload, (int)place);
                    done |= messages.Header.Sequence == last;
                }
            }
        }
    }

    /// <summary>
    /// Carries out a batch of netfilter, all of it or nothing. Its first message frames it: an error of that number is one of
    /// the whole. Only the message before the closing frame asks for an acknowledgement.
    /// </summary>
    /// <param name="batch">The messages with both frames, numbered one after the other.</param>
    /// <param name="first">Number of the opening frame.</param>
    /// <param name="last">Number of the message before the closing frame.</param>
    /// <returns>The first error, or 0.</returns>
    public int ExecuteTransaction(in NetlinkWriter batch, uint first, uint last)
    {
        int error = 0;
        _texts.Clear();
        Send(batch.Written);
        while (true)
        {
            NetlinkMessages messages = new(Receive());
            while (messages.MoveNext())
            {
                uint place = messages.Header.Sequence - first;
                if (messages.Header.Type != MessageType.Error || place > last - first)
                {
                    continue;
                }

                int answer = ReadError(messages.Header.Flags, messages.Payload, error == 0 ? 0 : (int)place);
                error = error == 0 ? answer : error;
                if (messages.Header.Sequence == last || (place == 0 && answer != 0))
                {
                    return error;
                }
            }
        }
    }

    /// <summary>Asks for one thing; the error number is 0 when it was found.</summary>
    public int Query<T>(in NetlinkWriter request, uint sequence, NetlinkParser<T> parse, out T? value)
    {
        value = default;
        _texts.Clear();
        Send(request.Written);
        while (true)
        {
            NetlinkMessages messages = new(Receive());
            while (messages.MoveNext())
            {
                if (messages.Header.Sequence != sequence)
                {
                    continue;
                }

                if (messages.Header.Type == MessageType.Error)
                {
                    return ReadError(messages.Header.Flags, messages.Payload);
                }

                return parse(messages.Header.Type, messages.Payload, out value) ? 0 : Errno.NoEntry;
            }
        }
    }

    /// <summary>Asks for everything of a kind. A list that changed while it was read is read again.</summary>
    /// <param name="write">Writes the request with the number that it is given.</param>
    /// <param name="parse">Reads one entry.</param>
    /// <param name="operation">What is tried, to follow "Cannot".</param>
    public List<T> Dump<T>(DumpWriter write, NetlinkParser<T> parse, string operation)
    {
        List<T> found = [];
        _texts.Clear();
        for (int attempt = 1; ; attempt++)
        {
            found.Clear();
            NetlinkWriter request = NewRequest();
            uint sequence = NextSequence();
            write(ref request, sequence);
            Send(request.Written);
            if (ReadDump(sequence, parse, found, operation) || attempt == DumpAttempts)
            {
                return found;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool ReadDump<T>(uint sequence, NetlinkParser<T> parse, List<T> found, string operation)
    {
        bool consistent = true;
        while (true)
        {
            NetlinkMessages messages = new(Receive());
            while (messages.MoveNext())
            {
                NlMsgHdr header = messages.Header;
                if (header.Sequence != sequence)
                {
                    continue;
                }

                consistent &= (header.Flags & MessageFlag.DumpInterrupted) == 0;
                if (header.Type is MessageType.Done or MessageType.Error)
                {
                    int error = ReadError(header.Flags, messages.Payload);
                    return error == 0 ? consistent : throw LinuxError.Create(operation, error, null, LastErrorText);
                }

                if (parse(header.Type, messages.Payload, out T? value))
                {
                    found.Add(value);
                }
            }
        }
    }

    private int ReadError(ushort flags, ReadOnlySpan<byte> payload, int place = 0)
    {
        if (!MemoryMarshal.TryRead(payload, out int negative) || negative == 0)
        {
            return 0;
        }

        // With a capped acknowledgement the attributes follow the copied header, else the whole copied request.
        int copied = Unsafe.SizeOf<NlMsgHdr>();
        if ((flags & MessageFlag.Capped) == 0 && MemoryMarshal.TryRead(payload[sizeof(int)..], out NlMsgHdr request))
        {
            copied = ((int)request.Length + 3) & -4;
        }

        if ((flags & MessageFlag.AcknowledgeAttributes) != 0 && payload.Length > sizeof(int) + copied)
        {
            NetlinkAttributes attributes = new(payload[(sizeof(int) + copied)..]);
            while (attributes.MoveNext())
            {
                if (attributes.Type == AckAttribute.Message)
                {
                    _texts.Add((place, attributes.Text));
                }
            }
        }

        return -negative;
    }

    private void Send(ReadOnlySpan<byte> request)
    {
        fixed (byte* start = request)
        {
            while (LibC.Send(_socket.Number, start, (nuint)request.Length, 0) < 0)
            {
                if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
                {
                    throw LinuxError.Last("send a netlink request");
                }
            }
        }
    }

    private ReadOnlySpan<byte> Receive()
    {
        fixed (byte* start = _response)
        {
            while (true)
            {
                nint length = LibC.Receive(_socket.Number, start, ResponseSize, 0);
                if (length >= 0)
                {
                    return _response.AsSpan(0, (int)length);
                }

                if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
                {
                    throw LinuxError.Last("receive a netlink answer");
                }
            }
        }
    }
}
