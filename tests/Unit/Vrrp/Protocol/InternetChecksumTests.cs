using CsCheck;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Protocol;

public sealed class InternetChecksumTests
{
    [Fact]
    public void The_example_of_RFC_1071_section_3() =>
        Assert.Equal(unchecked((ushort)~0xDDF2), InternetChecksum.Compute(Convert.FromHexString("0001f203f4f5f6f7")));

    [Fact]
    public void Nothing_sums_to_nothing() => Assert.Equal(0xFFFF, InternetChecksum.Compute([]));

    [Fact]
    public void Is_the_sum_modulo_65535() => Gen.Byte.Array[0, 3000].Sample(bytes =>
    {
        long sum = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            sum += i % 2 == 0 ? bytes[i] * 256L : bytes[i];
        }

        Assert.Equal(sum % 65535, (ushort)~InternetChecksum.Compute(bytes) % 65535);
    });

    [Fact]
    public void Pieces_of_any_length_sum_like_the_whole() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, 200], Gen.Int[0, 200]).Sample((bytes, one, two) =>
        {
            int first = Math.Min(Math.Min(one, two), bytes.Length);
            int second = Math.Min(Math.Max(one, two), bytes.Length);
            InternetChecksum pieces = default;
            pieces.Add(bytes.AsSpan(0, first));
            pieces.Add(bytes.AsSpan(first, second - first));
            pieces.Add([]);
            pieces.Add(bytes.AsSpan(second));
            Assert.Equal(InternetChecksum.Compute(bytes), pieces.Value);
        });

    [Fact]
    public void A_changed_word_is_corrected_to_what_a_full_computation_gives() =>
        Gen.Select(Gen.Byte.Array[1, 40].Where(b => b.Any(x => x != 0)), Gen.UShort, Gen.UShort).Sample((bytes, before, after) =>
        {
            byte[] old = [(byte)(before >> 8), (byte)before, .. bytes];
            byte[] changed = [(byte)(after >> 8), (byte)after, .. bytes];
            Assert.Equal(InternetChecksum.Compute(changed), InternetChecksum.Update(InternetChecksum.Compute(old), before, after));
        });

    [Fact]
    public void The_pseudo_header_is_that_of_RFC_8200()
    {
        var source = InetAddress.Parse("fe80::10");
        var destination = InetAddress.Parse("ff02::12");
        InternetChecksum checksum = default;
        checksum.AddPseudoHeader(source, destination, 112, 24);
        byte[] bytes = [.. source.ToIPAddress().GetAddressBytes(), .. destination.ToIPAddress().GetAddressBytes(), 0, 0, 0, 24, 0, 0, 0, 112];
        Assert.Equal(InternetChecksum.Compute(bytes), checksum.Value);
    }

    [Fact]
    public void The_pseudo_header_is_that_of_RFC_793()
    {
        var source = InetAddress.Parse("198.51.100.10");
        var destination = InetAddress.Parse("224.0.0.18");
        InternetChecksum checksum = default;
        checksum.AddPseudoHeader(source, destination, 112, 12);
        byte[] bytes = [198, 51, 100, 10, 224, 0, 0, 18, 0, 112, 0, 12];
        Assert.Equal(InternetChecksum.Compute(bytes), checksum.Value);
    }
}
