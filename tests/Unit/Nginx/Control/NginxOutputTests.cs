using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;

namespace NginxHa.Tests.Unit.Nginx.Control;

public sealed class NginxOutputTests
{
    private const string VersionText = """
        nginx version: nginx/1.22.1
        built with OpenSSL 3.0.15 3 Sep 2024
        TLS SNI support enabled
        configure arguments: --with-cc-opt='-g -O2 -fPIC' --prefix=/usr/share/nginx --conf-path=/etc/nginx/nginx.conf --error-log-path=stderr --pid-path=/run/nginx.pid --with-http_ssl_module --with-stream=dynamic --add-dynamic-module=/build/modules/http-echo --with-debug
        """;

    [Fact]
    public void The_build_is_read_from_nginx_V()
    {
        var build = NginxBuild.Parse(VersionText);
        Assert.Equal(("nginx", "1.22.1", "OpenSSL 3.0.15 3 Sep 2024"), (build.Product, build.Version, build.Tls));
        Assert.Equal("--with-cc-opt=-g -O2 -fPIC", build.Options[0]);
        Assert.Equal(("/usr/share/nginx", "/etc/nginx/nginx.conf", "/run/nginx.pid", "stderr"), (build.Prefix, build.ConfigurationPath, build.PidPath, build.ErrorLogPath));
        Assert.Equal(
            [new NginxModule("http_ssl_module", false), new NginxModule("stream", true), new NginxModule("http-echo", true)],
            build.Modules);
    }

    [Fact]
    public void Paths_under_the_prefix_are_the_default()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths of UNIX");
        var build = NginxBuild.Parse("nginx version: openresty/1.25.3.1\nconfigure arguments:");
        Assert.Equal(("openresty", "1.25.3.1"), (build.Product, build.Version));
        Assert.Equal("/usr/local/nginx/conf/nginx.conf", build.ConfigurationPath);
        NginxPaths moved = NginxPaths.Of(build, null, "/srv/n");
        Assert.Equal(("/srv/n/conf/nginx.conf", "/usr/local/nginx/logs/nginx.pid"), (moved.Configuration, moved.Pid));
    }

    [Theory]
    [InlineData("nginx/1.27.4", "1.27.4")]
    [InlineData("nginx/1.22.1 (Ubuntu)", "1.22.1")]
    [InlineData("openresty/1.27.1.2", "1.27.1")]
    [InlineData("freenginx/1.27.4", null)]
    [InlineData("nginx/1.27", null)]
    [InlineData("nginx/next", null)]
    public void The_release_is_that_of_nginx_itself(string version, string? release) =>
        Assert.Equal(release, NginxBuild.Parse($"nginx version: {version}\n").Release?.ToString());

    [Fact]
    public void What_is_no_nginx_is_refused() => Assert.Throws<FormatException>(() => NginxBuild.Parse("hello"));

    [Fact]
    public void Errors_of_nginx_t_have_file_line_and_reason()
    {
        var result = NginxTestResult.Parse(1, "nginx: [warn] the \"user\" directive makes sense only in /etc/nginx/nginx.conf:1\n2026/11/25 00:32:52 [emerg] 28054#28054: unexpected \"}\" in /etc/nginx/nginx.conf:12\nnginx: [emerg] unexpected \"}\" in /etc/nginx/nginx.conf:12\nnginx: [emerg] unknown directive \"a in b\" in /x y:3\nnginx: configuration file /etc/nginx/nginx.conf test failed\n");
        Assert.False(result.Success);
        Assert.Equal(
            [
                new ConfigurationDiagnostic("/etc/nginx/nginx.conf", 1, 0, "the \"user\" directive makes sense only", DiagnosticSeverity.Warning),
                new ConfigurationDiagnostic("/etc/nginx/nginx.conf", 12, 0, "unexpected \"}\""),
                new ConfigurationDiagnostic("/x y", 3, 0, "unknown directive \"a in b\""),
            ],
            result.Diagnostics);
    }

    [Fact]
    public void The_page_of_stub_status_is_read()
    {
        Assert.Equal(
            new StubStatus(291, 16630948, 16630947, 31070465, 6, 179, 106),
            StubStatus.Parse("Active connections: 291 \nserver accepts handled requests\n 16630948 16630947 31070465 \nReading: 6 Writing: 179 Waiting: 106 \n"));
        Assert.Throws<FormatException>(() => StubStatus.Parse("<html>"));
    }

    [Theory]
    [InlineData("server { listen 127.0.0.1:8081; location = /s { stub_status; } }", "http://127.0.0.1:8081/s")]
    [InlineData("server { listen 8080 default_server; location /s { stub_status on; } }", "http://127.0.0.1:8080/s")]
    [InlineData("server { listen [::]:82; location /s { stub_status; } }", "http://[::1]:82/s")]
    [InlineData("server { location ^~ /s { stub_status; } }", "http://127.0.0.1:80/s")]
    [InlineData("server { listen 443 ssl; location /s { stub_status; } }", null)]
    [InlineData("server { listen unix:/run/x; location /s { stub_status; } }", null)]
    [InlineData("server { location ~ /s$ { stub_status; } }", null)]
    [InlineData("server { listen 80; }", null)]
    public void The_status_page_is_found_in_the_configuration(string server, string? expected) =>
        Assert.Equal(expected, StatusPage.Find(ConfigurationSet.Of(ConfigurationFile.Parse($"http {{ {server} }}")))?.OriginalString);
}
