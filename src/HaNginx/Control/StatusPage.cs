using System.Net;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Nginx.Control;

/// <summary>Finds the page of stub_status in a configuration.</summary>
public static class StatusPage
{
    /// <summary>Its address on this machine; null when there is none that http without TLS reaches.</summary>
    /// <param name="configuration">The configuration.</param>
    public static Uri? Find(ConfigurationSet configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        foreach (PlacedDirective placed in configuration.Walk())
        {
            if (!placed.Directive.Is("stub_status"u8) || placed.Block is not { } location || !location.Directive.Is("location"u8) || PathOf(location.Directive) is not { } path)
            {
                continue;
            }

            PlacedDirective? server = location.Block;
            while (server is not null && !server.Directive.Is("server"u8))
            {
                server = server.Block;
            }

            if (server is not null && ListenOf(server.Directive) is { } authority && Uri.TryCreate($"http://{authority}{path}", UriKind.Absolute, out Uri? uri))
            {
                return uri;
            }
        }

        return null;
    }

    private static string? PathOf(ConfigurationDirective location)
    {
        string[] arguments = location.Arguments.ToValues();
        string? path = arguments switch
        {
            [var prefix] => prefix,
            ["=" or "^~", var exact] => exact,
            _ => null,
        };
        return path?.StartsWith('/') == true ? path : null;
    }

    private static string? ListenOf(ConfigurationDirective server)
    {
        bool any = false;
        foreach (ConfigurationDirective directive in server.Children)
        {
            if (!directive.Is("listen"u8) || directive.Arguments.Count == 0)
            {
                continue;
            }

            any = true;
            string[] arguments = directive.Arguments.ToValues();
            if (arguments.Contains("ssl") || arguments.Contains("quic"))
            {
                continue;
            }

            string address = arguments[0].All(char.IsAsciiDigit) ? "*:" + arguments[0] : arguments[0];
            if (ServerAddress.TryParse(address, out ServerAddress? parsed) && parsed.UnixSocket is null)
            {
                string host = parsed.Host == "*" || (IPAddress.TryParse(parsed.Host, out IPAddress? ip) && ip.Equals(IPAddress.Any))
                    ? "127.0.0.1"
                    : ip is not null && ip.Equals(IPAddress.IPv6Any) ? "::1" : parsed.Host;
                return new ServerAddress(host, parsed.Port ?? 80, null).ToString();
            }
        }

        return any ? null : "127.0.0.1:80";
    }
}
