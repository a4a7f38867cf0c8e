using System.Management.Automation;
using NginxHa.Cmdlets.Binding;
using NginxHa.Cmdlets.Errors;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <content>Authentication.</content>
public abstract partial class VrrpOptionsCmdlet
{
    private static readonly string[] HmacParameters =
        [nameof(HmacKey), nameof(ActiveHmacKey), nameof(HmacMode), nameof(AntiReplay), nameof(AntiReplayWindow)];

    /// <summary>The shared secret of VRRPv2 as SecureString or text; an empty text turns authentication off.</summary>
    [Parameter]
    [Alias("auth_pass")]
    [SecretTransformation]
    [AllowEmptyCollection]
    public byte[] Authentication { get; set; } = [];

    /// <summary>How that secret is used: Pass (default) or AH.</summary>
    [Parameter]
    [Alias("auth_type")]
    public AuthenticationType AuthenticationType { get; set; }

    /// <summary>Keys of the HMAC trailer, 32-64 bytes each, by id; works with either version.</summary>
    [Parameter]
    [Alias("auth_hmac")]
    [HmacKeyTransformation]
    public SortedDictionary<byte, byte[]>? HmacKey { get; set; }

    /// <summary>Id of the key that signs; the lowest by default.</summary>
    [Parameter]
    public byte ActiveHmacKey { get; set; }

    /// <summary>What to do while only a part of the nodes signs: Enforce (default), Permissive or ReceiveOnly.</summary>
    [Parameter]
    public HmacMode HmacMode { get; set; }

    /// <summary>How replays are told from news: Time (default) or Monotonic.</summary>
    [Parameter]
    [Alias("anti_replay")]
    public AntiReplay AntiReplay { get; set; }

    /// <summary>Window for Time, 1-300 s; three intervals and at least 5 s by default.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? AntiReplayWindow { get; set; }

    private VrrpAuthentication ApplyAuthentication(VrrpAuthentication present)
    {
        bool secret = IsBound(nameof(Authentication));
        bool type = IsBound(nameof(AuthenticationType));
        string? hmac = Array.Find(HmacParameters, IsBound);
        if (hmac is not null && (secret || type))
        {
            throw HaErrors.InvalidCombination($"-{(secret ? nameof(Authentication) : nameof(AuthenticationType))} and -{hmac} do not go together: an advertisement is authenticated in one way.");
        }

        if (hmac is not null)
        {
            return ApplyHmac(present, hmac);
        }

        if (secret && Authentication.Length == 0)
        {
            return VrrpAuthentication.None;
        }

        bool hasSecret = present.Method is VrrpAuthenticationMethod.Password or VrrpAuthenticationMethod.AuthenticationHeader;
        if (type && !secret && !hasSecret)
        {
            throw HaErrors.InvalidCombination($"-{nameof(AuthenticationType)} needs -{nameof(Authentication)}, the secret.");
        }

        if (!type && !secret)
        {
            return present;
        }

        VrrpAuthenticationMethod method = AuthenticationType == AuthenticationType.AH
            ? VrrpAuthenticationMethod.AuthenticationHeader
            : VrrpAuthenticationMethod.Password;
        return new VrrpAuthentication
        {
            Method = type || !hasSecret ? method : present.Method,
            Secret = secret ? Authentication : present.Secret,
            SecretsWithheld = !secret && present.SecretsWithheld,
        };
    }

    private VrrpAuthentication ApplyHmac(VrrpAuthentication present, string parameter)
    {
        if (present.Method != VrrpAuthenticationMethod.Hmac)
        {
            present = new VrrpAuthentication { Method = VrrpAuthenticationMethod.Hmac };
            if (HmacKey is null)
            {
                throw HaErrors.InvalidCombination($"-{parameter} needs -{nameof(HmacKey)}, the keys.");
            }
        }

        if (HmacKey is { Count: > 0 } keys)
        {
            bool keep = keys.ContainsKey(present.ActiveKeyId) && present.Keys.Count > 0;
            present = present with
            {
                Keys = keys.ToDictionary(key => key.Key, key => (ReadOnlyMemory<byte>)key.Value),
                ActiveKeyId = keep ? present.ActiveKeyId : keys.First().Key,
                SecretsWithheld = false,
            };
        }

        return present with
        {
            ActiveKeyId = Given(nameof(ActiveHmacKey), ActiveHmacKey, present.ActiveKeyId),
            HmacMode = Given(nameof(HmacMode), HmacMode, present.HmacMode),
            AntiReplay = Given(nameof(AntiReplay), AntiReplay, present.AntiReplay),
            AntiReplayWindow = Given(nameof(AntiReplayWindow), AntiReplayWindow, present.AntiReplayWindow),
        };
    }
}
