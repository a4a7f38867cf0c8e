using CsCheck;
using NginxHa.Topology.Keepalived.Reading;

namespace NginxHa.Tests.Unit.Topology.Keepalived;

public sealed class WordTests
{
    [Theory]
    [InlineData("a  b\tc", "a|b|c")]
    [InlineData("a \"b c\" d", "a|b c|d")]
    [InlineData("a\"b c\"d", "a|b c|d")]
    [InlineData("a \"\" d", "a||d")]
    [InlineData("a 'b c'", "a|'b|c'")]
    public void Plain_words_know_double_quotes_only(string text, string expected)
    {
        Assert.Equal(expected.Split('|'), Words.Split(text, out bool unmatched));
        Assert.False(unmatched);
    }

    [Fact]
    public void Words_after_an_unmatched_quote_are_lost()
    {
        Assert.Equal(["a"], Words.Split("a \"b c", out bool unmatched));
        Assert.True(unmatched);
    }

    [Theory]
    [InlineData("a 'b c' d", "a|b c|d")]
    [InlineData("a b\"c d\"e", "a|bc de")]
    [InlineData("a\\ b", "a b")]
    [InlineData("\\x41\\x42z \\101\\0602 \\cA \\E\\n", "ABz|A02|\u0001|\u001b\n")]
    [InlineData("'it\\'s'", "it's")]
    [InlineData("\"\" ''", "|")]
    public void Command_words_know_both_quotes_and_escapes(string text, string expected) =>
        Assert.Equal(expected.Split('|'), Words.SplitCommand(text));

    [Theory]
    [InlineData("'open")]
    [InlineData("open\"")]
    [InlineData("end\\")]
    public void An_open_quote_or_escape_makes_no_command(string text) => Assert.Null(Words.SplitCommand(text));

    [Fact]
    public void Any_list_of_words_survives_joining_and_splitting()
    {
        Gen<string> word = Gen.Char["abc019/.-_'\"\\$#!{}\t\n\u0001\u007fé "].Array[0, 12].Select(chars => new string(chars));
        word.Array[1, 6].Sample(words => Assert.Equal(words, Words.SplitCommand(Words.JoinCommand(words))!));
    }
}
