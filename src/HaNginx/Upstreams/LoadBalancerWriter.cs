using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NginxHa.Nginx.Configuration;

namespace NginxHa.Nginx.Upstreams;

/// <summary>Writes the configuration of a load balancer, ready for production.</summary>
public static partial class LoadBalancerWriter
{
    /// <summary>"Intermediate" of Mozilla's Server Side TLS guidelines 5.7, for TLS 1.2; TLS 1.3 has its own.</summary>
    private const string Ciphers =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
        + "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

    /// <summary>The first with the directive keepalive_min_timeout.</summary>
    private static readonly Version KeepaliveMinTimeout = new(1, 27, 4);

    /// <summary>The text.</summary>
    /// <param name="options">What it shall do.</param>
    /// <exception cref="ArgumentException">An option has a value that nginx would refuse.</exception>
    public static string Write(LoadBalancerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Validate(options);
        var text = new IndentedText();
        if (options.Fragment)
        {
            WriteBody(text, options);
            return text.ToString();
        }

        text.Line(options.User is { } user ? $"user {Word(user)};" : null);
        text.Line("worker_processes auto;");
        text.Line("worker_rlimit_nofile 65536;");
        text.Line(options.PidFile is { } pid ? $"pid {Word(pid)};" : null);
        foreach (string pattern in options.ModuleIncludes)
        {
            text.Line($"include {Word(pattern)};");
        }

        text.Gap();
        text.Open("events");
        text.Line("worker_connections 16384;");
        text.Close();
        text.Gap();
        text.Open(options.Protocol == UpstreamProtocol.Http ? "http" : "stream");
        if (options.Protocol == UpstreamProtocol.Http)
        {
            WriteHttpSettings(text);
        }

        WriteBody(text, options);
        text.Close();
        if (options is { Protocol: UpstreamProtocol.Stream, StatusPort: > 0 })
        {
            text.Gap();
            text.Open("http");
            WriteStatus(text, options);
            text.Close();
        }

        return text.ToString();
    }

    private static void WriteHttpSettings(IndentedText text)
    {
        text.Line("server_tokens off;");
        text.Line("sendfile on;");
        text.Line("tcp_nopush on;");
        text.Line("keepalive_timeout 65s;");
        text.Line("client_header_timeout 15s;");
        text.Line("client_body_timeout 30s;");
        text.Line("send_timeout 30s;");
        text.Line("reset_timedout_connection on;");
        text.Gap();
    }

    private static void WriteBody(IndentedText text, LoadBalancerOptions options)
    {
        string identifier = NotInVariable().Replace(options.Name, "_");
        if (options.Protocol == UpstreamProtocol.Http)
        {
            WriteHttpBody(text, options, identifier);
        }
        else
        {
            WriteStreamBody(text, options, identifier);
        }
    }

    private static void WriteHttpBody(IndentedText text, LoadBalancerOptions options, string identifier)
    {
        text.Line($"log_format {identifier}_timed '$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent '");
        text.Line("    '\"$http_referer\" \"$http_user_agent\" request_time=$request_time upstream=$upstream_addr '");
        text.Line("    'upstream_status=$upstream_status connect=$upstream_connect_time header=$upstream_header_time response=$upstream_response_time';");
        text.Gap();
        text.Line("# An upgrade (WebSocket) passes; otherwise the connection to the back end stays open for the next request.");
        text.Open($"map $http_upgrade ${identifier}_connection");
        text.Line("default upgrade;");
        text.Line("''      '';");
        text.Close();
        text.Gap();
        WriteUpstream(text, options);
        text.Gap();
        if (options is { Certificate: not null, RedirectHttp: true })
        {
            text.Open("server");
            text.Line("listen 80;");
            WriteServerNames(text, options);
            WriteClientKeepalive(text, options);
            text.Line("return 301 https://$host$request_uri;");
            text.Close();
            text.Gap();
        }

        text.Open("server");
        foreach (string listen in ListenOn(options))
        {
            text.Line(options.Certificate is null ? $"listen {listen};" : $"listen {listen} ssl http2;");
        }

        WriteServerNames(text, options);
        WriteClientKeepalive(text, options);
        text.Line($"access_log {Word(options.AccessLog ?? "/var/log/nginx/access.log")} {identifier}_timed buffer=64k flush=1s;");
        text.Line($"client_max_body_size {Word(options.MaxBodySize)};");
        WriteTls(text, options, identifier);
        text.Gap();
        WriteLocation(text, options, identifier);
        text.Close();
        if (options.StatusPort > 0)
        {
            text.Gap();
            WriteStatus(text, options);
        }
    }

    private static void WriteTls(IndentedText text, LoadBalancerOptions options, string identifier)
    {
        if (options.Certificate is not { } certificate)
        {
            return;
        }

        text.Gap();
        text.Line($"ssl_certificate {Word(certificate)};");
        text.Line($"ssl_certificate_key {Word(options.CertificateKey!)};");
        text.Line("ssl_protocols TLSv1.2 TLSv1.3;");
        text.Line($"ssl_ciphers {Ciphers};");
        text.Line("ssl_prefer_server_ciphers off;");
        text.Line($"ssl_session_cache shared:{identifier}_tls:10m;");
        text.Line("ssl_session_timeout 1d;");
        text.Line("ssl_session_tickets off;");
    }

    private static void WriteLocation(IndentedText text, LoadBalancerOptions options, string identifier)
    {
        text.Open("location /");
        text.Line($"proxy_pass {(options.BackendTls ? "https" : "http")}://{options.Name};");
        text.Line("proxy_http_version 1.1;");
        text.Line("proxy_set_header Host $host;");
        text.Line("proxy_set_header X-Real-IP $remote_addr;");
        text.Line("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;");
        text.Line("proxy_set_header X-Forwarded-Proto $scheme;");
        text.Line("proxy_set_header X-Forwarded-Host $host;");
        text.Line("proxy_set_header X-Forwarded-Port $server_port;");
        text.Line("proxy_set_header Upgrade $http_upgrade;");
        text.Line($"proxy_set_header Connection ${identifier}_connection;");
        text.Line($"proxy_connect_timeout {NginxTime.Format(options.ConnectTimeout)};");
        text.Line($"proxy_send_timeout {NginxTime.Format(options.ReadTimeout)};");
        text.Line($"proxy_read_timeout {NginxTime.Format(options.ReadTimeout)};");
        text.Line("# A request goes to another back end when one fails; POST and the like only when it was not sent yet.");
        text.Line("proxy_next_upstream error timeout http_502 http_503 http_504;");
        text.Line("proxy_next_upstream_tries 3;");
        text.Line("proxy_next_upstream_timeout 10s;");
        if (options.BackendTls)
        {
            text.Line("proxy_ssl_server_name on;");
            text.Line("proxy_ssl_name $host;");
            text.Line("proxy_ssl_protocols TLSv1.2 TLSv1.3;");
            text.Line(options.BackendAuthorities is { } authorities ? $"proxy_ssl_trusted_certificate {Word(authorities)};" : null);
            text.Line(options.BackendAuthorities is null ? null : "proxy_ssl_verify on;");
            text.Line(options.BackendAuthorities is null ? null : "proxy_ssl_verify_depth 3;");
        }

        text.Close();
    }

    private static void WriteStreamBody(IndentedText text, LoadBalancerOptions options, string identifier)
    {
        text.Line($"log_format {identifier}_timed '$remote_addr [$time_local] $protocol $status $bytes_sent $bytes_received session_time=$session_time '");
        text.Line("    'upstream=$upstream_addr connect=$upstream_connect_time';");
        text.Gap();
        WriteUpstream(text, options);
        text.Gap();
        text.Open("server");
        foreach (string listen in ListenOn(options))
        {
            string tls = options.Certificate is null ? string.Empty : " ssl";
            text.Line($"listen {listen}{(options.Udp ? " udp reuseport" : tls)};");
        }

        text.Line($"access_log {Word(options.AccessLog ?? "/var/log/nginx/stream.log")} {identifier}_timed buffer=64k flush=1s;");
        WriteTls(text, options, identifier);
        text.Line($"proxy_pass {options.Name};");
        text.Line($"proxy_connect_timeout {NginxTime.Format(options.ConnectTimeout)};");
        text.Line($"proxy_timeout {NginxTime.Format(options.ReadTimeout)};");
        text.Line(options.Udp ? null : "proxy_socket_keepalive on;");
        text.Line("proxy_next_upstream_tries 3;");
        text.Line("proxy_next_upstream_timeout 10s;");
        text.Line(options.BackendTls ? "proxy_ssl on;" : null);
        text.Line(options is { BackendTls: true, BackendAuthorities: { } file } ? $"proxy_ssl_trusted_certificate {Word(file)};" : null);
        text.Line(options is { BackendTls: true, BackendAuthorities: not null } ? "proxy_ssl_verify on;" : null);
        text.Close();
    }

    private static void WriteUpstream(IndentedText text, LoadBalancerOptions options)
    {
        text.Open($"upstream {options.Name}");
        text.Line($"zone {options.Name} 256k;");
        text.Line(options.Method is { } method ? method + ";" : null);
        foreach (UpstreamServerSettings server in options.Servers)
        {
            text.Line(UpstreamEditor.Format(options.Protocol, server));
        }

        if (options is { Protocol: UpstreamProtocol.Http, Keepalive: > 0 })
        {
            text.Line(string.Create(CultureInfo.InvariantCulture, $"keepalive {options.Keepalive};"));
        }

        text.Close();
    }

    private static void WriteStatus(IndentedText text, LoadBalancerOptions options)
    {
        text.Open("server");
        text.Line(string.Create(CultureInfo.InvariantCulture, $"listen 127.0.0.1:{options.StatusPort};"));
        text.Line("access_log off;");
        text.Open("location = /nginx_status");
        text.Line("stub_status;");
        text.Line("allow 127.0.0.1;");
        text.Line("deny all;");
        text.Close();
        text.Open("location /");
        text.Line("return 404;");
        text.Close();
        text.Close();
    }

    private static void WriteServerNames(IndentedText text, LoadBalancerOptions options) =>
        text.Line(options.ServerNames.Count > 0 ? $"server_name {string.Join(' ', options.ServerNames.Select(Word))};" : "server_name _;");

    /// <summary>
    /// A reload closes the idle connections of the old workers, and a request that is on its way at that moment is lost.
    /// With this directive one that was used just now stays until a next request has had the time to come. Short, as an old
    /// worker stays as long, and within the five seconds that the services of the distributions give nginx to end.
    /// In the server, not in http: a second fragment must not repeat it there.
    /// </summary>
    private static void WriteClientKeepalive(IndentedText text, LoadBalancerOptions options) =>
        text.Line(options.NginxRelease >= KeepaliveMinTimeout ? "keepalive_min_timeout 2s;" : null);

    private static IReadOnlyList<string> ListenOn(LoadBalancerOptions options) =>
        options.Listen.Count > 0 ? options.Listen : [options.Certificate is null ? "80" : "443"];

    private static string Word(string value) => WordCodec.Encode(value);

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotInVariable();

    /// <summary>Lines with the indentation of the blocks that are open.</summary>
    private sealed class IndentedText
    {
        private readonly StringBuilder _text = new();
        private int _depth;
        private bool _gap;

        public void Line(string? line)
        {
            if (line is null)
            {
                return;
            }

            if (_gap)
            {
                _text.Append('\n');
                _gap = false;
            }

            _text.Append(' ', _depth * 4).Append(line).Append('\n');
        }

        public void Gap() => _gap = true;

        public void Open(string directive)
        {
            Line(directive + " {");
            _depth++;
        }

        public void Close()
        {
            _gap = false;
            _depth--;
            Line("}");
        }

        public override string ToString() => _text.ToString();
    }
}
