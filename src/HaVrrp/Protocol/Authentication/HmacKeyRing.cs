namespace NginxHa.Vrrp.Protocol.Authentication;

/// <summary>
/// The keys that a router verifies with and the one that it signs with. Immutable: a key is changed by setting another
/// ring, first with the new key added on every router, then with the new one active, then without the old one.
/// </summary>
public sealed class HmacKeyRing
{
    private readonly HmacKey?[] _keys = new HmacKey?[byte.MaxValue + 1];

    /// <summary>A ring of one or more keys.</summary>
    /// <param name="keys">Keys with different ids.</param>
    /// <param name="activeId">Id of the key to sign with, one of <paramref name="keys"/>.</param>
    /// <exception cref="ArgumentException">An id is there twice, or the active one is not.</exception>
    public HmacKeyRing(IEnumerable<HmacKey> keys, byte activeId)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (HmacKey key in keys)
        {
            ref HmacKey? slot = ref _keys[key.Id];
            if (slot is not null)
            {
                throw new ArgumentException($"Key id {key.Id} is given twice.", nameof(keys));
            }

            slot = key;
        }

        Active = _keys[activeId] ?? throw new ArgumentException($"There is no key with the active id {activeId}.", nameof(activeId));
    }

    /// <summary>A ring of one key.</summary>
    /// <param name="key">The key to sign and verify with.</param>
    public HmacKeyRing(HmacKey key)
        : this([key ?? throw new ArgumentNullException(nameof(key))], key.Id)
    {
    }

    /// <summary>The key to sign with.</summary>
    public HmacKey Active { get; }

    /// <summary>All keys, in the order of their ids.</summary>
    public IEnumerable<HmacKey> Keys => _keys.OfType<HmacKey>();
}
