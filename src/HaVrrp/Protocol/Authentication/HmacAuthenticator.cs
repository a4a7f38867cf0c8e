using System.Security.Cryptography;
using NginxHa.Vrrp.Options;

namespace NginxHa.Vrrp.Protocol.Authentication;

/// <summary>
/// Signs and verifies HMAC trailers (draft-cassen-vrrp-auth-hmac; keepalived <c>auth_hmac</c>) for one instance: it
/// holds the instance's send sequence and what it has heard of each sender. Not thread-safe; allocates nothing a
/// packet.
/// </summary>
/// <remarks>
/// The HMAC covers a pseudo-header (family, version, virtual router id, source address), the message with its checksum
/// as zero, and the trailer with its HMAC as zero. The destination is not covered, so one signature serves all
/// unicast peers. Nothing is kept across a restart: the clock carries the sequence on.
/// </remarks>
public sealed class HmacAuthenticator : IDisposable
{
    private const int PseudoHeaderLength = 20;

    private readonly HmacOptions _options;
    private readonly HmacReplayWindow _replayWindow;
    private readonly IncrementalHash?[] _macs = new IncrementalHash?[byte.MaxValue + 1];
    private HmacKeyRing _keys;
    private ulong? _lastSequence;

    /// <summary>An authenticator that has sent and heard nothing yet.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="options">The settings.</param>
    public HmacAuthenticator(HmacKeyRing keys, HmacOptions options)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _keys = keys;
        UseKeys();
        _replayWindow = new HmacReplayWindow(options.SenderCapacity);
    }

    /// <summary>The keys; set another ring to change them while running.</summary>
    public HmacKeyRing Keys
    {
        get => _keys;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _keys = value;
            UseKeys();
        }
    }

    /// <summary>Bytes that <see cref="Sign"/> adds: 28, or 0 in the mode that does not sign.</summary>
    public int TrailerLength => _options.Mode == HmacMode.ReceiveOnly ? 0 : HmacTrailer.Length;

    /// <summary>
    /// How far the time of the last trailer was behind this machine's clock (negative: ahead), in whole seconds. Worth a
    /// warning from half the window on: clocks that drift on end in <see cref="VrrpRefusal.Stale"/>.
    /// </summary>
    public int LastClockSkewSeconds { get; private set; }

    private int? Window => _options.AntiReplay == AntiReplay.Time ? _options.WindowSeconds : null;

    /// <summary>
    /// Adds a trailer with the next sequence behind a message. Once an advertisement, whatever the number of peers.
    /// Over IPv6 the checksum covers the trailer too: unless the kernel fills it, write it afterwards
    /// (<see cref="VrrpChecksum.Write"/>).
    /// </summary>
    /// <param name="buffer">The message, then room for <see cref="TrailerLength"/> bytes.</param>
    /// <param name="messageLength">Length of the message in bytes.</param>
    /// <param name="source">Source address of the packet.</param>
    /// <param name="now">The time.</param>
    /// <returns>Length of message and trailer.</returns>
    /// <exception cref="ArgumentException">No room, or no such message.</exception>
    public int Sign(Span<byte> buffer, int messageLength, InetAddress source, DateTimeOffset now)
    {
        int length = messageLength + TrailerLength;
        if (messageLength is < VrrpConstants.HeaderLength or > VrrpConstants.MaximumMessageLength || buffer.Length < length)
        {
            throw new ArgumentException(
                $"A message of {messageLength} bytes and a trailer of {TrailerLength} do not go into {buffer.Length} bytes.", nameof(buffer));
        }

        if (TrailerLength == 0)
        {
            return length;
        }

        byte keyId = _keys.Active.Id;
        IncrementalHash key = _macs[keyId] ?? throw new ObjectDisposedException(nameof(HmacAuthenticator));
        Span<byte> trailer = buffer[messageLength..length];
        HmacTrailer.WritePrefix(trailer, keyId, NextSequence(HmacSequence.FromTime(now)));

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Compute(key, buffer[..messageLength], trailer, source, mac);
        mac[..HmacTrailer.MacLength].CopyTo(trailer[HmacTrailer.PrefixLength..]);
        return length;
    }

    /// <summary>
    /// Verifies the trailer of a decoded message. Staleness is tested before the HMAC is computed, so that a flood of
    /// old captures costs little; the sender's last sequence moves only after the HMAC was right.
    /// </summary>
    /// <param name="advertisement">A message that the decoder accepted, with <see cref="VrrpDecodePolicy.AllowHmacTrailer"/>.</param>
    /// <param name="source">Source address of the packet.</param>
    /// <param name="now">The time.</param>
    /// <returns>
    /// <see cref="VrrpRefusal.None"/>, <see cref="VrrpRefusal.AuthenticationMissing"/>, <see cref="VrrpRefusal.MalformedAuthentication"/>,
    /// <see cref="VrrpRefusal.Stale"/>, <see cref="VrrpRefusal.UnknownKey"/>, <see cref="VrrpRefusal.BadAuthentication"/> or
    /// <see cref="VrrpRefusal.Replayed"/>.
    /// </returns>
    public VrrpRefusal Verify(in VrrpAdvertisement advertisement, InetAddress source, DateTimeOffset now)
    {
        if (advertisement.Trailer.IsEmpty)
        {
            return _options.Mode == HmacMode.Enforce ? VrrpRefusal.AuthenticationMissing : VrrpRefusal.None;
        }

        var trailer = new HmacTrailer(advertisement.Trailer);
        if (trailer.Type != HmacTrailer.Sha256Type || trailer.Reserved != 0)
        {
            return VrrpRefusal.MalformedAuthentication;
        }

        ulong clock = HmacSequence.FromTime(now);
        int skew = HmacSequence.SecondsBetween(clock, trailer.Sequence);
        if (Window is { } window && Math.Abs((long)skew) > window)
        {
            return VrrpRefusal.Stale;
        }

        if (_macs[trailer.KeyId] is not { } key)
        {
            return VrrpRefusal.UnknownKey;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Compute(key, advertisement.Message, advertisement.Trailer, source, expected);
        if (!CryptographicOperations.FixedTimeEquals(trailer.Mac, expected[..HmacTrailer.MacLength]))
        {
            return VrrpRefusal.BadAuthentication;
        }

        LastClockSkewSeconds = skew;
        return _replayWindow.TryAccept(source, trailer.Sequence, clock, Window) ? VrrpRefusal.None : VrrpRefusal.Replayed;
    }

    /// <summary>Forgets the keys; then nothing can be signed or verified.</summary>
    public void Dispose()
    {
        foreach (IncrementalHash? mac in _macs)
        {
            mac?.Dispose();
        }

        Array.Clear(_macs);
    }

    /// <summary>The clock, or one more than the last sequence where the clock is not ahead of that.</summary>
    private ulong NextSequence(ulong clock)
    {
        if (_lastSequence is not { } last || HmacSequence.IsAfter(clock, last))
        {
            _lastSequence = clock;
            return clock;
        }

        // A clock that was put back leaves the last sequence beyond what receivers accept: in time mode start again from
        // the clock then. In monotonic mode growth is all there is, so it goes on.
        bool strandedAhead = Window is { } window && HmacSequence.SecondsBetween(last, clock) > window;
        ulong next = strandedAhead ? clock : unchecked(last + 1);
        _lastSequence = next;
        return next;
    }

    private static void Compute(IncrementalHash key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> trailer, InetAddress source, Span<byte> destination)
    {
        Span<byte> pseudoHeader = stackalloc byte[PseudoHeaderLength];
        pseudoHeader.Clear();
        pseudoHeader[0] = source.IsIPv6 ? (byte)6 : (byte)4;
        pseudoHeader[1] = (byte)(message[0] >> 4);
        pseudoHeader[2] = message[1];
        source.TryWrite(pseudoHeader[4..]);

        Span<byte> zeros = stackalloc byte[HmacTrailer.MacLength];
        zeros.Clear();
        key.AppendData(pseudoHeader);
        key.AppendData(message[..VrrpAdvertisement.ChecksumOffset]);
        key.AppendData(zeros[..sizeof(ushort)]);
        key.AppendData(message[(VrrpAdvertisement.ChecksumOffset + sizeof(ushort))..]);
        key.AppendData(trailer[..HmacTrailer.PrefixLength]);
        key.AppendData(zeros);
        key.GetHashAndReset(destination);
    }

    /// <summary>Makes a keyed hash of each key once; computing with it allocates nothing.</summary>
    private void UseKeys()
    {
        Dispose();
        foreach (HmacKey key in _keys.Keys)
        {
            _macs[key.Id] = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Secret);
        }
    }
}
