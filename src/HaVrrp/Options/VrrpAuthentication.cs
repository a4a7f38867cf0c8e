namespace NginxHa.Vrrp.Options;

/// <summary>How advertisements are authenticated. The secret never appears in text, logs or status objects.</summary>
public sealed record VrrpAuthentication
{
    /// <summary>No authentication: the default, and all that VRRPv3 has in its RFC.</summary>
    public static VrrpAuthentication None { get; } = new();

    /// <summary>The method.</summary>
    public VrrpAuthenticationMethod Method { get; init; }

    /// <summary>
    /// The shared secret in UTF-8 for <see cref="VrrpAuthenticationMethod.Password"/> and
    /// <see cref="VrrpAuthenticationMethod.AuthenticationHeader"/>: 8 bytes count, as in keepalived. Unused for HMAC.
    /// </summary>
    public ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>Keys by identifier (0-255) for <see cref="VrrpAuthenticationMethod.Hmac"/>, 32-64 bytes each.</summary>
    public IReadOnlyDictionary<byte, ReadOnlyMemory<byte>> Keys { get; init; } = new Dictionary<byte, ReadOnlyMemory<byte>>();

    /// <summary>
    /// Where <see cref="Secret"/> is, in a document that names the place: then it is empty and <see cref="SecretsWithheld"/> until the
    /// agent has looked it up.
    /// </summary>
    public SecretReference? SecretSource { get; init; }

    /// <summary>Where some of the <see cref="Keys"/> are; those are empty likewise.</summary>
    public IReadOnlyDictionary<byte, SecretReference> KeySources { get; init; } = new Dictionary<byte, SecretReference>();

    /// <summary>Identifier of the key that signs.</summary>
    public byte ActiveKeyId { get; init; }

    /// <summary>What to do while only a part of the nodes signs.</summary>
    public HmacMode HmacMode { get; init; } = HmacMode.Enforce;

    /// <summary>How replays are told from news.</summary>
    public AntiReplay AntiReplay { get; init; } = AntiReplay.Time;

    /// <summary>Window for <see cref="Options.AntiReplay.Time"/>, 1-300 s; null means the larger of three intervals and 5 s.</summary>
    public TimeSpan? AntiReplayWindow { get; init; }

    /// <summary>
    /// The secret and the keys (which are empty then, their identifiers are not) stay with the agent that runs the instance.
    /// An update with this keeps those in force; nothing can be started with it.
    /// </summary>
    public bool SecretsWithheld { get; init; }

    /// <summary>The method's name only: the secret stays out of text.</summary>
    public override string ToString() => Method.ToString();
}
