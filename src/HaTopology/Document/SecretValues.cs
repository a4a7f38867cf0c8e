using NginxHa.Topology.Document.Shapes;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology.Document;

/// <summary>Secrets of an authentication and the places that a document names instead, put together and taken apart.</summary>
internal static class SecretValues
{
    public static VrrpAuthentication WithSecret(VrrpAuthentication authentication, SecretValue value) => authentication with
    {
        Secret = value.Bytes,
        SecretSource = value.Reference,
        SecretsWithheld = authentication.SecretsWithheld || value.Reference is not null,
    };

    public static VrrpAuthentication WithKeys(VrrpAuthentication authentication, IReadOnlyDictionary<byte, SecretValue> keys) => authentication with
    {
        Keys = keys.ToDictionary(static pair => pair.Key, static pair => pair.Value.Bytes),
        KeySources = keys.Where(static pair => pair.Value.Reference is not null).ToDictionary(static pair => pair.Key, static pair => pair.Value.Reference!),
        SecretsWithheld = authentication.SecretsWithheld || keys.Values.Any(static value => value.Reference is not null),
    };

    public static IReadOnlyDictionary<byte, SecretValue> KeysOf(VrrpAuthentication authentication) => authentication.Keys.ToDictionary(
        static pair => pair.Key, pair => new SecretValue(pair.Value, authentication.KeySources.GetValueOrDefault(pair.Key)));
}
