using NginxHa.Vrrp.Protocol;

namespace NginxHa.Tests.Unit.Vrrp.Protocol;

public sealed class VrrpPasswordTests
{
    [Theory]
    [InlineData("s3cr3t", "7333637233740000")]
    [InlineData("longer-than-eight", "6c6f6e6765722d74")]
    [InlineData("", "0000000000000000")]
    [InlineData("sieben-ä", "73696562656e2dc3")]
    public void Keeps_eight_bytes(string text, string expected)
    {
        byte[] bytes = new byte[8];
        VrrpPassword.FromText(text).Write(bytes);
        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void Shows_itself_nowhere() => Assert.DoesNotContain("s3cr3t", VrrpPassword.FromText("s3cr3t").ToString(), StringComparison.Ordinal);

    [Fact]
    public void Is_equal_when_the_first_eight_bytes_are()
    {
        Assert.Equal(VrrpPassword.FromText("longer-than-eight"), VrrpPassword.FromText("longer-t"));
        Assert.NotEqual(VrrpPassword.FromText("longer-"), VrrpPassword.FromText("longer-t"));
        Assert.True(VrrpPassword.FromText(string.Empty).IsEmpty);
    }
}
