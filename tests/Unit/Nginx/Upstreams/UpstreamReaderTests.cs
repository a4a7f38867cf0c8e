using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Tests.Unit.Nginx.Upstreams;

public sealed class UpstreamReaderTests
{
    private static readonly IReadOnlyList<Upstream> Found = UpstreamReader.Read(
        ConfigurationFile.Load(Path.Combine(AppContext.BaseDirectory, "Vectors", "nginx", "proxy.conf")));

    [Fact]
    public void Http_and_stream_upstreams_are_told_apart() =>
        Assert.Equal(
            [("app", UpstreamProtocol.Http, 32), ("dns", UpstreamProtocol.Stream, 57)],
            Found.Select(upstream => (upstream.Name, upstream.Protocol, upstream.Line)));

    [Fact]
    public void The_settings_of_the_group_are_read()
    {
        Upstream app = Found[0];
        Assert.Equal(("least_conn", 32, "app", "64k"), (app.Method, app.Keepalive, app.Zone, app.ZoneSize));
        Assert.Equal("round_robin", Found[1].Method);
    }

    [Fact]
    public void Parameters_of_servers_are_read_with_the_defaults_of_nginx()
    {
        UpstreamServer[] servers = [.. Found[0].Servers];
        Assert.Equal(5, servers.Length);
        Assert.Equal((5, 3, TimeSpan.FromSeconds(10), false, false), (servers[0].Weight, servers[0].MaxFails, servers[0].FailTimeout, servers[0].Down, servers[0].Backup));
        Assert.Equal((1, 1, 200, "the slow one"), (servers[1].Weight, servers[1].MaxFails, servers[1].MaxConns, servers[1].Comment));
        Assert.Equal(("2001:db8::3", 8080, true), (servers[2].Host, servers[2].Port, servers[2].Backup));
        Assert.Equal(("/run/app.sock", null, DownOrigin.Person), (servers[3].UnixSocket, servers[3].Host, servers[3].DownOrigin));
        Assert.Equal((80, true, TimeSpan.FromSeconds(30)), (servers[4].Port, servers[4].Resolve, servers[4].SlowStart));
        Assert.Equal(37, servers[2].Line);
    }

    [Fact]
    public void Unknown_parameters_are_kept_as_written()
    {
        Upstream upstream = Assert.Single(UpstreamReader.Read(ConfigurationFile.Parse("upstream a { hash $uri consistent; server b route=x drain; }")));
        Assert.Equal("hash $uri consistent", upstream.Method);
        Assert.Equal(["route=x", "drain"], upstream.Servers[0].OtherParameters);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", null, null)]
    [InlineData("10.0.0.1:80", "10.0.0.1", 80, null)]
    [InlineData("[::1]:81", "::1", 81, null)]
    [InlineData("[::1]", "::1", null, null)]
    [InlineData("a.b-c.example:1", "a.b-c.example", 1, null)]
    [InlineData("unix:/run/a.sock", "", null, "/run/a.sock")]
    public void Addresses_are_read_and_written(string text, string host, int? port, string? socket)
    {
        Assert.True(ServerAddress.TryParse(text, out ServerAddress? address));
        Assert.Equal(new ServerAddress(host, port, socket), address);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a:0")]
    [InlineData("a:65536")]
    [InlineData("a:b")]
    [InlineData("::1")]
    [InlineData("[x]:1")]
    [InlineData("[::1]1")]
    [InlineData("unix:")]
    [InlineData("a b")]
    [InlineData("a;")]
    public void What_is_no_address_is_refused(string text) => Assert.False(ServerAddress.TryParse(text, out _));

    [Theory]
    [InlineData("10", 10_000)]
    [InlineData("10s", 10_000)]
    [InlineData("500ms", 500)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1h 5ms", 3_600_005)]
    [InlineData("1M", 2_592_000_000)]
    public void Intervals_are_read_as_nginx_does(string text, long milliseconds)
    {
        Assert.True(NginxTime.TryParse(text, out TimeSpan interval));
        Assert.Equal(milliseconds, interval.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1x")]
    [InlineData("1s1m")]
    [InlineData("-1s")]
    [InlineData("1.5s")]
    [InlineData("99999999999999999999")]
    public void Intervals_that_nginx_refuses_are_refused(string text) => Assert.False(NginxTime.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(90_000, "1m30s")]
    [InlineData(1_500, "1s500ms")]
    [InlineData(90_000_000, "25h")]
    public void Intervals_are_written_so_that_nginx_reads_them(long milliseconds, string text)
    {
        Assert.Equal(text, NginxTime.Format(TimeSpan.FromMilliseconds(milliseconds)));
        Assert.True(NginxTime.TryParse(text, out TimeSpan interval));
        Assert.Equal(milliseconds, interval.TotalMilliseconds);
    }
}
