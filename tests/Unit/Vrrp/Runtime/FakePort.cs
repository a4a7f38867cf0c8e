using NginxHa.Vrrp.Networking;

namespace NginxHa.Tests.Unit.Vrrp.Runtime;

/// <summary>A port that keeps what it was given, and what it was at the flush: the two have to be the same.</summary>
internal sealed class FakePort(FakeNetworkStack stack, PortOptions options) : IAdvertisementPort
{
    private readonly byte[] _atSend = new byte[8192];
    private readonly byte[] _left = new byte[8192];
    private ReadOnlyMemory<byte> _held;

    public PortOptions Options { get; } = options;

    public bool IsDisposed { get; private set; }

    public int LastLength { get; private set; }

    /// <summary>The last message that left.</summary>
    public ReadOnlySpan<byte> Last => _left.AsSpan(0, LastLength);

    public void Send(ReadOnlyMemory<byte> message) => stack.Queue(this, message);

    public void SendPacket(ReadOnlyMemory<byte> packet) => stack.Queue(this, packet);

    public void Hold(ReadOnlyMemory<byte> message)
    {
        _held = message;
        message.Span.CopyTo(_atSend);
    }

    public void Leave()
    {
        if (!_held.Span.SequenceEqual(_atSend.AsSpan(0, _held.Length)))
        {
            throw new InvalidOperationException("The message was changed between being queued and being sent.");
        }

        _held.Span.CopyTo(_left);
        LastLength = _held.Length;
    }

    public void Dispose() => IsDisposed = true;
}
