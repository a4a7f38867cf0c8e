using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Tests.Unit.Nginx.Upstreams;

public sealed class LoadBalancerWriterTests
{
    private static readonly LoadBalancerOptions Options = new()
    {
        Name = "app",
        Servers =
        [
            new UpstreamServerSettings { Address = new ServerAddress("10.0.0.1", 8080, null), MaxFails = 2 },
            new UpstreamServerSettings { Address = new ServerAddress("10.0.0.2", 8080, null), Backup = true },
        ],
    };

    [Fact]
    public void The_text_reads_back_as_what_was_asked_for()
    {
        var file = ConfigurationFile.Parse(LoadBalancerWriter.Write(Options with { Method = "least_conn" }));
        Upstream upstream = Assert.Single(UpstreamReader.Read(file));
        Assert.Equal(("app", "least_conn", 32), (upstream.Name, upstream.Method, upstream.Keepalive));
        Assert.Equal(["10.0.0.1:8080", "10.0.0.2:8080"], upstream.Servers.Select(server => server.Address));
        Assert.True(upstream.Servers[1].Backup);
        Assert.Equal(["worker_processes", "worker_rlimit_nofile", "events", "http"], file.Directives.Select(directive => directive.Name));
    }

    [Fact]
    public void A_certificate_brings_tls_and_the_redirect()
    {
        string text = LoadBalancerWriter.Write(Options with { Certificate = "/etc/ssl/a b.pem", CertificateKey = "/etc/ssl/k.pem", ServerNames = ["a.example"] });
        Assert.Contains("listen 443 ssl http2;", text, StringComparison.Ordinal);
        Assert.Contains("ssl_certificate \"/etc/ssl/a b.pem\";", text, StringComparison.Ordinal);
        Assert.Contains("return 301 https://$host$request_uri;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("return 301", LoadBalancerWriter.Write(Options), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fragment_has_neither_events_nor_http()
    {
        var file = ConfigurationFile.Parse(LoadBalancerWriter.Write(Options with { Fragment = true, StatusPort = 0 }));
        Assert.Equal(["log_format", "map", "upstream", "server"], file.Directives.Select(directive => directive.Name));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("1.22.1", false)]
    [InlineData("1.27.3", false)]
    [InlineData("1.27.4", true)]
    [InlineData("1.30.0", true)]
    public void An_nginx_that_can_keeps_connections_that_were_used_just_now_through_a_reload(string? release, bool can)
    {
        LoadBalancerOptions secure = Options with { Certificate = "/c.pem", CertificateKey = "/k.pem", NginxRelease = release is null ? null : Version.Parse(release) };
        Assert.Equal(can ? ["server 301", "server app"] : [], Keeping(secure));
        Assert.Equal(can ? ["server 301", "server app"] : [], Keeping(secure with { Fragment = true }));
        Assert.Equal(can ? ["server app"] : [], Keeping(secure with { RedirectHttp = false }));
        Assert.Empty(Keeping(secure with { Protocol = UpstreamProtocol.Stream, Listen = ["443"] }));

        // What the servers that have the directive do; it is in no other place.
        static string[] Keeping(LoadBalancerOptions options)
        {
            var file = ConfigurationFile.Parse(LoadBalancerWriter.Write(options));
            string[] found =
            [
                .. Enumerable.Range(0, file.Count).Select(index => file[index]).Where(directive => directive is { Name: "keepalive_min_timeout", Text: "keepalive_min_timeout 2s;" })
                    .Select(directive => directive.Parent!.Value)
                    .Select(server => server.Name + (server.Children.Any(child => child.Name == "return") ? " 301" : " app")),
            ];
            Assert.Equal(found.Length, file.ToString().Split("keepalive_min_timeout").Length - 1);
            return found;
        }
    }

    [Fact]
    public void A_stream_balancer_has_a_stream_block_and_its_status_in_http()
    {
        var file = ConfigurationFile.Parse(LoadBalancerWriter.Write(Options with { Protocol = UpstreamProtocol.Stream, Listen = ["53"], Udp = true }));
        Assert.Equal(UpstreamProtocol.Stream, Assert.Single(UpstreamReader.Read(file)).Protocol);
        Assert.Equal("http", file.Directives.Last().Name);
        Assert.Contains("listen 53 udp reuseport;", file.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        AssertRefused("Name", Options with { Name = "a b" });
        AssertRefused("Servers", Options with { Servers = [] });
        AssertRefused("Servers", Options with { Servers = [Options.Servers[1]] });
        AssertRefused("CertificateKey", Options with { Certificate = "/a" });
        AssertRefused("Listen", Options with { Listen = ["80; evil"] });
        AssertRefused("Method", Options with { Method = "ip_hash; evil" });
        AssertRefused("MaxBodySize", Options with { MaxBodySize = "10 apples" });
        AssertRefused("StatusPort", Options with { StatusPort = 70000 });
        AssertRefused("Udp", Options with { Udp = true });
        AssertRefused("Listen", Options with { Protocol = UpstreamProtocol.Stream });
    }

    private static void AssertRefused(string field, LoadBalancerOptions options) =>
        Assert.StartsWith(field + " is", Assert.Throws<ArgumentException>(() => LoadBalancerWriter.Write(options)).Message, StringComparison.Ordinal);
}
