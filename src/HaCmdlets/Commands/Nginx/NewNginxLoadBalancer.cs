using System.Management.Automation;
using System.Text;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Control;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Writes the configuration of a load balancer.</summary>
[Cmdlet(VerbsCommon.New, "NginxLoadBalancer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class NewNginxLoadBalancer : NginxCmdlet
{
    private readonly List<UpstreamServerSettings> _servers = [];

    /// <summary>Name of the upstream.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>Back ends: HOST:PORT, [IPV6]:PORT or unix:PATH.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[] Server { get; set; } = [];

    /// <summary>Back ends that are used only when the others are out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] BackupServer { get; set; } = [];

    /// <summary>http, or bytes as they come.</summary>
    [Parameter]
    public UpstreamProtocol Protocol { get; set; }

    /// <summary>How a server is chosen: least_conn, ip_hash, random, hash KEY [consistent]; round robin when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Method { get; set; }

    /// <summary>Ports, or addresses with ports, to listen on; 80, or 443 with a certificate, when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Listen { get; set; } = [];

    /// <summary>Host names; all when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ServerName { get; set; } = [];

    /// <summary>Path of the certificate chain.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Certificate { get; set; }

    /// <summary>Path of the private key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateKey { get; set; }

    /// <summary>With a certificate: do not listen on port 80 for a redirect to https.</summary>
    [Parameter]
    public SwitchParameter NoRedirect { get; set; }

    /// <summary>Speak TLS to the back ends.</summary>
    [Parameter]
    public SwitchParameter BackendTls { get; set; }

    /// <summary>Path of the authorities that the certificates of the back ends are verified with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BackendAuthority { get; set; }

    /// <summary>Stream: datagrams.</summary>
    [Parameter]
    public SwitchParameter Udp { get; set; }

    /// <summary>Failed attempts after which nginx leaves a back end out for ten seconds.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxFails { get; set; }

    /// <summary>Idle connections that each worker keeps to the back ends; 0 for none.</summary>
    [Parameter]
    [ValidateRange(0, 100_000)]
    public int Keepalive { get; set; } = 32;

    /// <summary>How long a connection to a back end may take.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a back end may be silent.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Largest body of a request.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string MaxBodySize { get; set; } = "10m";

    /// <summary>Port on 127.0.0.1 for stub_status; 0 for none.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int StatusPort { get; set; } = 8081;

    /// <summary>Path of the access log.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AccessLog { get; set; }

    /// <summary>Account of the workers.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>Path for the process id of the master.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PidFile { get; set; }

    /// <summary>Patterns of files to include at the top, for modules.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ModuleInclude { get; set; } = [];

    /// <summary>Only what goes inside the http or stream block, for a file in conf.d.</summary>
    [Parameter]
    public SwitchParameter Fragment { get; set; }

    /// <summary>File to write; the text is given instead when this is not.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replace the file; the previous one is kept beside it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Write the file, but let a running nginx go on with what it has.</summary>
    [Parameter]
    public SwitchParameter NoReload { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess() => _servers.AddRange(Server.Select(server => Parse(nameof(Server), server, backup: false)));

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (_servers.Count == 0)
        {
            return;
        }

        string text = LoadBalancerWriter.Write(new LoadBalancerOptions
        {
            Name = Name,
            Servers = [.. _servers, .. BackupServer.Select(server => Parse(nameof(BackupServer), server, backup: true))],
            Protocol = Protocol,
            Method = Method,
            Listen = Listen,
            ServerNames = ServerName,
            Certificate = Certificate,
            CertificateKey = CertificateKey,
            RedirectHttp = !NoRedirect,
            BackendTls = BackendTls,
            BackendAuthorities = BackendAuthority,
            Udp = Udp,
            Keepalive = Keepalive,
            ConnectTimeout = ConnectTimeout,
            ReadTimeout = ReadTimeout,
            MaxBodySize = MaxBodySize,
            StatusPort = StatusPort,
            AccessLog = AccessLog,
            User = User,
            PidFile = PidFile,
            ModuleIncludes = ModuleInclude,
            NginxRelease = Protocol == UpstreamProtocol.Http ? FindRelease() : null,
            Fragment = Fragment,
        });
        if (Path is null)
        {
            WriteObject(text);
            return;
        }

        Write(ResolveFilePath(Path), Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The release of the nginx that will read the text, on which only http depends; null when that is not known.</summary>
    private Version? FindRelease()
    {
        try
        {
            return TryProgram() is { } program ? Await(program.GetBuildAsync).Release : null;
        }
        catch (NginxException e) when (NginxPath is null)
        {
            // The text is of use without the nginx of this machine; writing it into a file asks that nginx again.
            WriteVerbose($"The text is for any nginx: {e.Message}");
            return null;
        }
    }

    private void Write(string path, byte[] text)
    {
        bool exists = File.Exists(path);
        if (exists && !Force)
        {
            throw HaErrors.NginxConfigurationExists(path);
        }

        ReadOnlyMemory<byte>? before = exists ? File.ReadAllBytes(path) : default(ReadOnlyMemory<byte>?);
        var change = new FileChange(path, before, text);
        string diff = change.Diff();
        if (diff.Length > 0 && ShouldProcess($"Write \"{path}\":\n{diff}", $"Write \"{path}\"?\n{diff}", MyInvocation.MyCommand.Name))
        {
            NginxServer? server = ServerForNew(path);
            Await(token => new ConfigurationChange(server, [change]) { Reload = !NoReload }.CommitAsync(token));
        }

        if (File.Exists(path))
        {
            WriteObject(new FileInfo(path));
        }
    }

    /// <summary>A complete configuration is its own main file; a fragment belongs to the nginx that will include it.</summary>
    private NginxServer? ServerForNew(string path)
    {
        if (TryProgram() is not { } program)
        {
            WriteVerbose("There is no nginx here: the file is written without a test by nginx.");
            return null;
        }

        string? prefix = Prefix is null ? null : ResolveFilePath(Prefix);
        return Await(token => NginxServer.CreateAsync(program, Fragment ? null : path, prefix, token));
    }

    private UpstreamServerSettings Parse(string field, string server, bool backup) => ServerAddress.TryParse(server, out ServerAddress? address)
        ? new UpstreamServerSettings { Address = address, Backup = backup ? true : null, MaxFails = MaxFails }
        : throw HaErrors.InvalidValue(field, server, ServerAddress.Allowed);
}
