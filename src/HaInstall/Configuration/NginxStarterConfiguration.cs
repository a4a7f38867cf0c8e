using System.Text.RegularExpressions;

namespace NginxHa.Installation.Configuration;

/// <summary>
/// A first nginx.conf for a node of a topology: a page, the health check that the topology asks for, stub_status for the node itself,
/// and the folder in which load balancers are put.
/// </summary>
public static partial class NginxStarterConfiguration
{
    private const string Mark = "# First configuration of nginx, written by NginxHa.";
    private const int DefaultPort = 80;

    /// <summary>Whether a text was written here.</summary>
    public static bool IsOurs(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Mark, StringComparison.Ordinal);
    }

    /// <summary>The account that an nginx.conf names; null when it names none.</summary>
    public static string? UserOf(string? text) => text is not null && UserDirective().Match(text) is { Success: true } match ? match.Groups["user"].Value : null;

    /// <summary>The text.</summary>
    public static string Write(NginxStarterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Uri? health = options.HealthUri;
        bool own = health is not null && health.Port != DefaultPort && health.Scheme == Uri.UriSchemeHttp;
        string page = health is { Scheme: "http", AbsolutePath: not "/" } ? health.AbsolutePath : "/nginxha-health";
        string healthLocation = $$"""
                    location = {{Word(page)}} {
                        access_log off;
                        default_type text/plain;
                        return 200 {{Word(options.NodeName + "\n")}};
                    }
            """;
        string healthServer = own
            ? $$"""

                server {
                    listen {{(health!.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 ? $"{health.Host}:{health.Port}" : $"{health.Port}")}};
            {{healthLocation}}
                }

            """
            : string.Empty;
        return $$"""
            {{Mark}}
            # Put load balancers into conf.d: New-NginxLoadBalancer writes them.
            user {{Word(options.User)}};
            worker_processes auto;
            pid {{Word(options.PidPath)}};
            {{(options.IncludesModules ? "include /etc/nginx/modules-enabled/*.conf;\n" : string.Empty)}}
            events {
                worker_connections 4096;
            }

            http {
                include mime.types;
                default_type application/octet-stream;
                server_tokens off;
                sendfile on;
                tcp_nopush on;
                keepalive_timeout 65s;

                server {
                    listen 80 default_server;{{(options.ListensOnIPv6 ? "\n        listen [::]:80 default_server;" : string.Empty)}}
                    root html;
            {{(own ? string.Empty : healthLocation + "\n")}}
                    location / {
                        index index.html index.htm;
                    }
                }
            {{healthServer}}
                server {
                    listen 127.0.0.1:8081;
                    location = /nginx_status {
                        access_log off;
                        stub_status;
                    }
                }

                include conf.d/*.conf;
            }

            """;
    }

    /// <summary>A word of nginx.conf, in quotes where it has to be.</summary>
    private static string Word(string text) => PlainWord().IsMatch(text)
        ? text
        : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"^[A-Za-z0-9_./-]+\z")]
    private static partial Regex PlainWord();

    [GeneratedRegex(@"^\s*user\s+(?<user>[A-Za-z0-9_.-]+)[^;]*;", RegexOptions.Multiline)]
    private static partial Regex UserDirective();
}
