using NginxHa.Vrrp.Options;

namespace NginxHa.Control.Protocol;

/// <summary>Keeps secrets on the side of the agent: taken out before options leave it, put back when options return.</summary>
internal static class WithheldSecrets
{
    /// <summary>The options without secrets; that there are some, and the numbers of keys, stay.</summary>
    public static VrrpInstanceOptions Withhold(VrrpInstanceOptions options)
    {
        VrrpAuthentication authentication = options.Authentication;
        return authentication.Secret.IsEmpty && authentication.Keys.Count == 0
            ? options
            : options with
            {
                Authentication = authentication with
                {
                    Secret = default,
                    Keys = authentication.Keys.Keys.ToDictionary(static id => id, static _ => ReadOnlyMemory<byte>.Empty),
                    SecretsWithheld = true,
                },
            };
    }

    /// <summary>The options with every empty secret or key replaced by the one in force.</summary>
    /// <param name="asked">Options that a client sent.</param>
    /// <param name="inForce">Options of the running instance.</param>
    public static VrrpInstanceOptions Restore(VrrpInstanceOptions asked, VrrpInstanceOptions inForce)
    {
        VrrpAuthentication known = inForce.Authentication;
        return asked with
        {
            Authentication = asked.Authentication with
            {
                Secret = asked.Authentication.Secret.IsEmpty ? known.Secret : asked.Authentication.Secret,
                Keys = asked.Authentication.Keys.ToDictionary(
                    static pair => pair.Key,
                    pair => pair.Value.IsEmpty && known.Keys.TryGetValue(pair.Key, out ReadOnlyMemory<byte> key) ? key : pair.Value),
                SecretsWithheld = false,
            },
        };
    }
}
