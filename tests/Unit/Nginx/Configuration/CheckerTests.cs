using NginxHa.Nginx.Configuration;

namespace NginxHa.Tests.Unit.Nginx.Configuration;

public sealed class CheckerTests
{
    [Theory]
    [InlineData("http;", "directive \"http\" has no opening \"{\"")]
    [InlineData("http { server { listen 80 { } } }", "directive \"listen\" is not terminated by \";\"")]
    [InlineData("\uFEFFhttp { }", "the file begins with a byte order mark, which nginx takes for a part of the first directive")]
    [InlineData("http { upstream a { } }", "no servers are inside upstream \"a\"")]
    [InlineData("http { upstream a { server b; } upstream a { server b; } }", "duplicate upstream \"a\"")]
    [InlineData("http { upstream a { server b weight=x; } }", "invalid parameter \"weight=x\"")]
    [InlineData("http { upstream a { server b:99999; } }", "invalid server address \"b:99999\" in upstream; allowed is HOST, HOST:PORT, [IPV6]:PORT or unix:PATH, the port from 1 to 65535")]
    [InlineData("stream { upstream a { server b; } }", "no port in upstream \"b\"")]
    [InlineData("http { upstream a { server b down; } }", "every server of upstream \"a\" is down")]
    public void What_nginx_would_refuse_is_found(string text, string reason) =>
        Assert.Equal(reason, Assert.Single(Check(text)).Reason);

    [Theory]
    [InlineData("http { upstream a { server b; } } stream { upstream a { server b:1; } }")]
    [InlineData("http { map $a $b { listen 1; http 2; } types { if x; } }")]
    [InlineData("http { if ($a) { set $b c; } }")]
    public void What_nginx_takes_is_not(string text) => Assert.Empty(Check(text));

    [Fact]
    public void Words_that_are_too_long_for_nginx_are_found()
    {
        Assert.Empty(Check($"a {new string('x', 4095)};"));
        Assert.Single(Check($"a {new string('x', 4096)};"));
        Assert.Empty(Check($"a \"{new string('x', 4094)}\";"));
        Assert.Single(Check($"a \"{new string('x', 4095)}\";"));
    }

    [Fact]
    public void Everything_is_said_at_once() => Assert.Equal(3, Check("http;\nevents;\n}").Count);

    private static IReadOnlyList<ConfigurationDiagnostic> Check(string text) =>
        ConfigurationChecker.Check(ConfigurationSet.Of(ConfigurationFile.Parse(text, "x.conf", ParseMode.Tolerant)));
}
