namespace NginxHa.Vrrp.Protocol.Authentication;

/// <summary>A secret with the id by which trailers name it. It shows itself nowhere.</summary>
public sealed class HmacKey
{
    /// <summary>The fewest bytes of a secret.</summary>
    public const int MinimumLength = 32;

    /// <summary>The most bytes of a secret: one block of SHA-256.</summary>
    public const int MaximumLength = 64;

    private readonly byte[] _secret;

    /// <summary>A key of a copy of <paramref name="secret"/>.</summary>
    /// <param name="id">The id, the same on all routers.</param>
    /// <param name="secret">32 to 64 bytes.</param>
    /// <exception cref="ArgumentException">Another number of bytes.</exception>
    public HmacKey(byte id, ReadOnlySpan<byte> secret)
    {
        if (secret.Length is < MinimumLength or > MaximumLength)
        {
            throw new ArgumentException($"Key {id} has {secret.Length} bytes; {MinimumLength} to {MaximumLength} are allowed.", nameof(secret));
        }

        Id = id;
        _secret = secret.ToArray();
    }

    /// <summary>The id in the trailer.</summary>
    public byte Id { get; }

    internal ReadOnlySpan<byte> Secret => _secret;

    /// <summary>The id alone.</summary>
    public override string ToString() => $"HMAC key {Id}";
}
