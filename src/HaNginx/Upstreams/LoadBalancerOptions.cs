namespace NginxHa.Nginx.Upstreams;

/// <summary>What a load balancer shall be; <see cref="LoadBalancerWriter"/> turns it into nginx.conf.</summary>
public sealed record LoadBalancerOptions
{
    /// <summary>Name of the upstream: letters, digits, '_', '-' and '.'.</summary>
    public required string Name { get; init; }

    /// <summary>The back ends, one or more.</summary>
    public required IReadOnlyList<UpstreamServerSettings> Servers { get; init; }

    /// <summary>http, or bytes as they come (TCP, or UDP with <see cref="Udp"/>).</summary>
    public UpstreamProtocol Protocol { get; init; }

    /// <summary>How a server is chosen, with its arguments; null for nginx's round robin.</summary>
    public string? Method { get; init; }

    /// <summary>Ports or addresses with ports to listen on; empty for 80, or 443 with a certificate.</summary>
    public IReadOnlyList<string> Listen { get; init; } = [];

    /// <summary>Host names; empty for all.</summary>
    public IReadOnlyList<string> ServerNames { get; init; } = [];

    /// <summary>Path of the certificate chain in PEM; null for no TLS.</summary>
    public string? Certificate { get; init; }

    /// <summary>Path of the private key in PEM; needed with a certificate.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>With a certificate: answer plain http on port 80 with a redirect to https.</summary>
    public bool RedirectHttp { get; init; } = true;

    /// <summary>Speak https to the back ends.</summary>
    public bool BackendTls { get; init; }

    /// <summary>With <see cref="BackendTls"/>: path of the authorities that their certificates are verified with; null to verify nothing.</summary>
    public string? BackendAuthorities { get; init; }

    /// <summary>Stream only: datagrams.</summary>
    public bool Udp { get; init; }

    /// <summary>Idle connections that each worker keeps to the back ends; 0 for none.</summary>
    public int Keepalive { get; init; } = 32;

    /// <summary>How long a connection to a back end may take to be made.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a back end may be silent.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Largest body of a request, as nginx writes sizes ("10m").</summary>
    public string MaxBodySize { get; init; } = "10m";

    /// <summary>Port on 127.0.0.1 for stub_status at /nginx_status; 0 for none.</summary>
    public int StatusPort { get; init; } = 8081;

    /// <summary>Path of the access log; null for access.log (http) or stream.log in /var/log/nginx.</summary>
    public string? AccessLog { get; init; }

    /// <summary>Account of the workers; null for the one nginx was built with.</summary>
    public string? User { get; init; }

    /// <summary>Path for the process id; null for the one nginx was built with.</summary>
    public string? PidFile { get; init; }

    /// <summary>Patterns of module files to include at the top, such as /etc/nginx/modules-enabled/*.conf.</summary>
    public IReadOnlyList<string> ModuleIncludes { get; init; } = [];

    /// <summary>Release of the nginx that will read it (three numbers); null writes what every nginx takes.</summary>
    public Version? NginxRelease { get; init; }

    /// <summary>Only what goes inside the http (or stream) block, for a file in conf.d.</summary>
    public bool Fragment { get; init; }
}
