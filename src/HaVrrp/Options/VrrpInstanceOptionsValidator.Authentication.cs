using System.Net.Sockets;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Vrrp.Options;

public static partial class VrrpInstanceOptionsValidator
{
    private const int ShortestHmacKey = 32;
    private const int LongestHmacKey = 64;

    private static void Authentication(VrrpInstanceOptions options, AddressFamily family, bool secretsMayBeWithheld, OptionProblemList problems)
    {
        VrrpAuthentication authentication = options.Authentication;
        const string Field = nameof(VrrpInstanceOptions.Authentication);
        problems.Defined($"{Field}.{nameof(authentication.Method)}", authentication.Method);
        bool withheld = authentication.SecretsWithheld && authentication.Method != VrrpAuthenticationMethod.None;
        if (withheld && !secretsMayBeWithheld)
        {
            problems.Add(
                $"{Field}.{(authentication.Method == VrrpAuthenticationMethod.Hmac ? nameof(authentication.Keys) : nameof(authentication.Secret))}",
                authentication.SecretSource?.ToString() ?? authentication.KeySources.Values.FirstOrDefault()?.ToString() ?? "withheld",
                authentication.SecretSource is null && authentication.KeySources.Count == 0
                    ? "The agent that these options come from keeps its secrets to itself: they have to be given again."
                    : "The agent alone looks secrets up; here they have to be given.");
            return;
        }

        switch (authentication.Method)
        {
            case VrrpAuthenticationMethod.Password or VrrpAuthenticationMethod.AuthenticationHeader:
                Secret(options, family, withheld, problems);
                break;
            case VrrpAuthenticationMethod.Hmac:
                Hmac(authentication, withheld, problems);
                break;
        }
    }

    private static void Secret(VrrpInstanceOptions options, AddressFamily family, bool withheld, OptionProblemList problems)
    {
        VrrpAuthentication authentication = options.Authentication;
        if (options.Version != VrrpVersion.V2 || family != AddressFamily.InterNetwork)
        {
            problems.Add(
                $"{nameof(options.Authentication)}.{nameof(authentication.Method)}",
                authentication.Method,
                $"VRRPv2 over IPv4 alone has it; {VrrpAuthenticationMethod.Hmac} works with every version.");
        }

        // The value is a secret: it is never repeated, and its length is all that is said.
        if (!(withheld && authentication.Secret.IsEmpty) && (authentication.Secret.IsEmpty || authentication.Secret.Span.Contains((byte)0)))
        {
            problems.Add(
                $"{nameof(options.Authentication)}.{nameof(authentication.Secret)}",
                $"{authentication.Secret.Length} bytes",
                "A secret of at least one byte without zero bytes is.");
        }
    }

    private static void Hmac(VrrpAuthentication authentication, bool withheld, OptionProblemList problems)
    {
        const string Field = nameof(VrrpInstanceOptions.Authentication);
        foreach ((byte id, ReadOnlyMemory<byte> key) in authentication.Keys)
        {
            if (!(withheld && key.IsEmpty) && key.Length is < ShortestHmacKey or > LongestHmacKey)
            {
                problems.Add(At($"{Field}.{nameof(authentication.Keys)}", id), $"{key.Length} bytes", $"A key of {ShortestHmacKey} to {LongestHmacKey} bytes is.");
            }
        }

        if (!authentication.Keys.ContainsKey(authentication.ActiveKeyId))
        {
            problems.Add($"{Field}.{nameof(authentication.ActiveKeyId)}", authentication.ActiveKeyId, $"The identifier of one of the {nameof(authentication.Keys)} is.");
        }

        problems.Defined($"{Field}.{nameof(authentication.HmacMode)}", authentication.HmacMode);
        problems.Defined($"{Field}.{nameof(authentication.AntiReplay)}", authentication.AntiReplay);
        if (authentication.AntiReplayWindow is { } window)
        {
            problems.Range($"{Field}.{nameof(authentication.AntiReplayWindow)}", window, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(300));
        }
    }
}
