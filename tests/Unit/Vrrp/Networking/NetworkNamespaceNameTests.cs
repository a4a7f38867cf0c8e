using NginxHa.Vrrp.Networking;

namespace NginxHa.Tests.Unit.Vrrp.Networking;

public sealed class NetworkNamespaceNameTests
{
    [Theory]
    [InlineData("blue", true)]
    [InlineData("a.b-c_1", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("../etc/passwd", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\0b", false)]
    public void A_name_leads_nowhere_else(string? name, bool isValid) => Assert.Equal(isValid, NetworkNamespace.IsValidName(name));

    [Fact]
    public void A_name_is_at_most_255_characters()
    {
        Assert.True(NetworkNamespace.IsValidName(new string('a', 255)));
        Assert.False(NetworkNamespace.IsValidName(new string('a', 256)));
    }
}
