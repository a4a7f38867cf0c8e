using NginxHa.Topology.Keepalived.Reading;

namespace NginxHa.Tests.Unit.Topology.Keepalived;

public sealed class CommentTests
{
    [Theory]
    [InlineData("  priority 100   # high", "priority 100")]
    [InlineData("priority 100! high", "priority 100")]
    [InlineData("# all", "")]
    [InlineData("! all", "")]
    [InlineData("auth_pass \"a#b!c\" # why", "auth_pass \"a#b!c\"")]
    [InlineData("auth_pass a\\#b\\!c", "auth_pass a#b!c")]
    [InlineData("script \"echo \\# x\"", "script \"echo \\# x\"")]
    [InlineData("$A= one \\", "$A= one\\")]
    [InlineData("$A= one # two \\", "$A= one\\")]
    [InlineData("word \\n stays", "word \\n stays")]
    [InlineData("a # \"quote in a comment", "a")]
    public void A_comment_ends_the_line_except_in_quotes_or_after_a_backslash(string line, string expected)
    {
        Assert.Equal(expected, Comments.Strip(line, out bool unterminated));
        Assert.False(unterminated);
    }

    [Fact]
    public void An_open_quote_is_told()
    {
        Comments.Strip("auth_pass \"abc", out bool unterminated);
        Assert.True(unterminated);
    }
}
