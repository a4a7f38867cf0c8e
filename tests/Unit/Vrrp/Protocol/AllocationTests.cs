using NginxHa.Vrrp.Protocol;
using NginxHa.Vrrp.Protocol.Authentication;

namespace NginxHa.Tests.Unit.Vrrp.Protocol;

/// <summary>What runs for every packet allocates nothing.</summary>
public sealed class AllocationTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Fact]
    public void Decoding()
    {
        byte[] v2 = Messages.V2(VrrpAuthenticationType.Password, "s3cr3t");
        byte[] v3 = Messages.V3();
        byte[] v6 = Messages.V3IPv6();
        byte[] bad = Messages.V3()[..^1];
        var policy = new VrrpDecodePolicy { ChecksumMode = VrrpChecksumMode.Either, Password = VrrpPassword.FromText("s3cr3t") };
        AllocatesNothing(() =>
        {
            Assert.True(Read(v2, Messages.Context4(policy)));
            Assert.True(Read(v3, Messages.Context4(policy)));
            Assert.True(Read(v6, Messages.Context6(policy)));
            Assert.False(Read(bad, Messages.Context4(policy)));
        });
    }

    [Fact]
    public void Encoding()
    {
        byte[] buffer = new byte[100];
        AllocatesNothing(() =>
        {
            VrrpEncoder.Encode(buffer, new VrrpAdvertisementFields
            {
                VirtualRouterId = 1,
                Addresses = Messages.Addresses4,
                Source = Messages.Source4,
                Destination = VrrpConstants.MulticastIPv4,
            });
            VrrpEncoder.SetPriority(buffer, 7);
        });
    }

    [Fact]
    public void Signing_and_verifying_an_authentication_header()
    {
        using var sender = new AuthenticationHeaderAssociation(VrrpPassword.FromText("secret-k"), unicast: false);
        using var receiver = new AuthenticationHeaderAssociation(VrrpPassword.FromText("secret-k"), unicast: false);
        byte[] packet = [.. new byte[AuthenticationHeaderAssociation.HeadersLength], .. Messages.V2(VrrpAuthenticationType.AuthenticationHeader)];
        AllocatesNothing(() =>
        {
            sender.TryAdvance();
            sender.Sign(packet, Messages.Source4, VrrpConstants.MulticastIPv4);
            Assert.True(receiver.Verify(packet, out _) == VrrpRefusal.None);
        });
    }

    [Fact]
    public void Signing_and_verifying_a_trailer()
    {
        var keys = new HmacKeyRing(new HmacKey(1, new byte[32]));
        using var sender = new HmacAuthenticator(keys, new HmacOptions());
        using var receiver = new HmacAuthenticator(keys, new HmacOptions());
        byte[] message = Messages.V3();
        byte[] payload = [.. message, .. new byte[28]];
        VrrpDecodeContext context = Messages.Context4(new VrrpDecodePolicy { AllowHmacTrailer = true });
        AllocatesNothing(() =>
        {
            sender.Sign(payload, message.Length, Messages.Source4, Now);
            VrrpDecoder.Decode(payload, context, out VrrpAdvertisement advertisement);
            Assert.True(receiver.Verify(advertisement, Messages.Source4, Now) == VrrpRefusal.None);
        });
    }

    private static bool Read(byte[] message, in VrrpDecodeContext context)
    {
        bool accepted = VrrpDecoder.Decode(message, context, out VrrpAdvertisement advertisement) == VrrpRefusal.None;
        return accepted && advertisement.Interval > TimeSpan.Zero && advertisement.GetAddress(0).HasValue && !advertisement.Contains(context.Source);
    }

    private static void AllocatesNothing(Action work)
    {
        // The first rounds pay for the compiler and for what is made once.
        for (int i = 0; i < 100; i++)
        {
            work();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            work();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
