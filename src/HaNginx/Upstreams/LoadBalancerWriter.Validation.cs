using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace NginxHa.Nginx.Upstreams;

/// <summary>What a load balancer cannot be.</summary>
public static partial class LoadBalancerWriter
{
    private static void Validate(LoadBalancerOptions options)
    {
        bool http = options.Protocol == UpstreamProtocol.Http;
        Require(UpstreamName().IsMatch(options.Name), "Name", options.Name, "letters, digits, '_', '-' and '.', beginning with a letter or '_'");
        Require(options.Servers.Count > 0, "Servers", string.Empty, "one server or more");
        Require(options.Servers.Any(server => server.Backup != true), "Servers", "backup only", "at least one server that is no backup");
        Require(options.Keepalive >= 0, "Keepalive", options.Keepalive, "0 or more");
        Require(options.StatusPort is >= 0 and <= 65535, "StatusPort", options.StatusPort, "0 to 65535");
        Require(options.ConnectTimeout > TimeSpan.Zero, "ConnectTimeout", options.ConnectTimeout, "more than 0");
        Require(options.ReadTimeout > TimeSpan.Zero, "ReadTimeout", options.ReadTimeout, "more than 0");
        Require(Size().IsMatch(options.MaxBodySize), "MaxBodySize", options.MaxBodySize, "a number with k, m, g or nothing");
        Require(options.Method is null || MethodText().IsMatch(options.Method), "Method", options.Method, "least_conn, ip_hash, random or hash KEY [consistent]");
        Require((options.Certificate is null) == (options.CertificateKey is null), "CertificateKey", options.CertificateKey, "a path exactly when there is a Certificate");
        Require(!options.Udp || (!http && options.Certificate is null && !options.BackendTls), "Udp", options.Udp, "true only for the Stream protocol without TLS");
        Require(http || options.Listen.Count > 0, "Listen", string.Empty, "one port or more for the Stream protocol");
        Require(http || options.Method?.StartsWith("ip_hash", StringComparison.Ordinal) != true, "Method", options.Method, "anything but ip_hash for the Stream protocol");
        foreach (string listen in options.Listen)
        {
            Require(IsListen(listen), "Listen", listen, "PORT, ADDRESS:PORT, [IPV6]:PORT or unix:PATH");
        }
    }

    private static bool IsListen(string listen)
    {
        string port = listen;
        if (ServerAddress.TryParse(listen, out ServerAddress? address) && (address.UnixSocket is not null || address.Port is not null))
        {
            return address.UnixSocket is not null || address.Host == "*" || IPAddress.TryParse(address.Host, out _) || address.Host == "localhost";
        }

        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= 65535;
    }

    private static void Require(bool condition, string field, object? value, string allowed)
    {
        if (!condition)
        {
            throw new ArgumentException(FormattableString.Invariant($"{field} is '{value}'; allowed is {allowed}."));
        }
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.-]*\z")]
    private static partial Regex UpstreamName();

    [GeneratedRegex(@"\A\d{1,9}[kKmMgG]?\z")]
    private static partial Regex Size();

    [GeneratedRegex(@"\A(least_conn|ip_hash|random( two( least_conn)?)?|hash [A-Za-z0-9_$.-]+( consistent)?)\z")]
    private static partial Regex MethodText();
}
