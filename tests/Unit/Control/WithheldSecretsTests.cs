using NginxHa.Control.Protocol;
using NginxHa.Vrrp.Options;

namespace NginxHa.Tests.Unit.Control;

public sealed class WithheldSecretsTests
{
    private static readonly byte[] Key = [.. Enumerable.Repeat((byte)7, 32)];
    private static readonly byte[] OtherKey = [.. Enumerable.Repeat((byte)8, 32)];

    [Fact]
    public void A_password_stays_and_comes_back()
    {
        VrrpInstanceOptions inForce = With(new VrrpAuthentication { Method = VrrpAuthenticationMethod.Password, Secret = "secret"u8.ToArray() });
        VrrpInstanceOptions outside = WithheldSecrets.Withhold(inForce);
        Assert.True(outside.Authentication.SecretsWithheld);
        Assert.True(outside.Authentication.Secret.IsEmpty);
        VrrpAuthentication restored = WithheldSecrets.Restore(outside with { Priority = 7 }, inForce).Authentication;
        Assert.False(restored.SecretsWithheld);
        Assert.Equal("secret"u8.ToArray(), restored.Secret.ToArray());
    }

    [Fact]
    public void Keys_stay_one_by_one_and_a_new_one_is_taken()
    {
        VrrpInstanceOptions inForce = With(new VrrpAuthentication { Method = VrrpAuthenticationMethod.Hmac, Keys = new Dictionary<byte, ReadOnlyMemory<byte>> { [1] = Key, [2] = Key } });
        VrrpInstanceOptions outside = WithheldSecrets.Withhold(inForce);
        Assert.Equal((byte[])[1, 2], outside.Authentication.Keys.Keys.Order());
        Assert.All(outside.Authentication.Keys.Values, key => Assert.True(key.IsEmpty));
        VrrpInstanceOptions asked = outside with
        {
            Authentication = outside.Authentication with { Keys = new Dictionary<byte, ReadOnlyMemory<byte>> { [2] = default, [3] = OtherKey } },
        };
        IReadOnlyDictionary<byte, ReadOnlyMemory<byte>> keys = WithheldSecrets.Restore(asked, inForce).Authentication.Keys;
        Assert.Equal((byte[])[2, 3], keys.Keys.Order());
        Assert.Equal(Key, keys[2].ToArray());
        Assert.Equal(OtherKey, keys[3].ToArray());
    }

    [Fact]
    public void Options_without_secrets_are_left_as_they_are()
    {
        VrrpInstanceOptions options = With(VrrpAuthentication.None);
        Assert.Same(options, WithheldSecrets.Withhold(options));
    }

    [Fact]
    public void Withheld_secrets_are_no_secrets_for_an_engine_and_do_for_a_change()
    {
        VrrpInstanceOptions password = With(new VrrpAuthentication { Method = VrrpAuthenticationMethod.Password, SecretsWithheld = true });
        Assert.Equal("Authentication.Secret", Assert.Single(VrrpInstanceOptionsValidator.Validate(password)).Field);
        Assert.Empty(VrrpInstanceOptionsValidator.Validate(password, secretsMayBeWithheld: true));

        VrrpInstanceOptions hmac = With(new VrrpAuthentication { Method = VrrpAuthenticationMethod.Hmac, SecretsWithheld = true, ActiveKeyId = 1, Keys = new Dictionary<byte, ReadOnlyMemory<byte>> { [1] = default } });
        Assert.Equal("Authentication.Keys", Assert.Single(VrrpInstanceOptionsValidator.Validate(hmac)).Field);
        Assert.Empty(VrrpInstanceOptionsValidator.Validate(hmac, secretsMayBeWithheld: true));
        VrrpInstanceOptions other = hmac with { Authentication = hmac.Authentication with { ActiveKeyId = 2 } };
        Assert.Equal("Authentication.ActiveKeyId", Assert.Single(VrrpInstanceOptionsValidator.Validate(other, secretsMayBeWithheld: true)).Field);
    }

    private static VrrpInstanceOptions With(VrrpAuthentication authentication) => new()
    {
        Name = "web",
        Interface = "eth0",
        VirtualRouterId = 1,
        VirtualAddresses = [new VirtualAddress { Address = System.Net.IPAddress.Parse("192.0.2.1"), PrefixLength = 24 }],
        Authentication = authentication,
    };
}
