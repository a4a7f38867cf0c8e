using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NginxHa.Vrrp.Networking.Linux.Netlink;

/// <summary>Walks over the messages of one datagram. What is cut short ends the walk.</summary>
internal ref struct NetlinkMessages(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> _rest = datagram;

    public NlMsgHdr Header { get; private set; }

    public ReadOnlySpan<byte> Payload { get; private set; }

    public bool MoveNext()
    {
        int headerLength = Unsafe.SizeOf<NlMsgHdr>();
        if (!MemoryMarshal.TryRead(_rest, out NlMsgHdr header) || header.Length < headerLength || header.Length > _rest.Length)
        {
            return false;
        }

        Header = header;
        Payload = _rest[headerLength..(int)header.Length];
        _rest = _rest[Math.Min(((int)header.Length + 3) & -4, _rest.Length)..];
        return true;
    }
}
