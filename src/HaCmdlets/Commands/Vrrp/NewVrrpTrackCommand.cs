using System.Management.Automation;
using System.Net;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Scripting;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Cmdlets.Commands.Vrrp;

/// <summary>Makes a track: something that is watched and changes the priority of an instance, or puts it in Fault.</summary>
[Cmdlet(VerbsCommon.New, "VrrpTrack", DefaultParameterSetName = InterfaceSet)]
[OutputType(
    typeof(InterfaceTrackOptions), typeof(ScriptTrackOptions), typeof(ProcessTrackOptions), typeof(FileTrackOptions),
    typeof(HttpTrackOptions), typeof(TcpTrackOptions), typeof(GatewayTrackOptions), typeof(UpstreamTrackOptions), typeof(CallbackTrackOptions))]
public sealed partial class NewVrrpTrackCommand : HaCmdlet
{
    private const string InterfaceSet = "Interface";
    private const string ScriptSet = "Script";
    private const string ProcessSet = "Process";
    private const string PidFileSet = "PidFile";
    private const string FileSet = "File";
    private const string HttpSet = "Http";
    private const string TcpSet = "Tcp";
    private const string GatewaySet = "Gateway";
    private const string UpstreamMonitorSet = "UpstreamMonitor";
    private const string ScriptBlockSet = "ScriptBlock";

    /// <summary>Name, unique within the engine, shown in states and reasons; made of what is watched by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>-253 to 253. 0 (default): failure means Fault. Above 0: added while it succeeds. Below 0: subtracted while it fails.</summary>
    [Parameter]
    [ValidateRange(-253, 253)]
    public int Weight { get; set; }

    /// <summary>Turn the result round.</summary>
    [Parameter]
    [Alias("reverse")]
    public SwitchParameter Inverted { get; set; }

    /// <summary>Watch that an interface is up and has a carrier.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InterfaceSet)]
    [Alias("track_interface")]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string Interface { get; set; } = null!;

    /// <summary>Run a program: its absolute path, or a list of the path and its arguments. Exit code 0 is success.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ScriptSet)]
    [Alias("track_script", "vrrp_script")]
    [ValidateNotNullOrEmpty]
    public string[] Script { get; set; } = null!;

    /// <summary>User that the program runs as; the engine's own by default.</summary>
    [Parameter(ParameterSetName = ScriptSet)]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>Watch that a process of this name runs (the executable's name, without its path).</summary>
    [Parameter(Mandatory = true, ParameterSetName = ProcessSet)]
    [Alias("track_process")]
    [ValidateNotNullOrEmpty]
    public string Process { get; set; } = null!;

    /// <summary>Fewest processes of that name that count as success, 1 by default.</summary>
    [Parameter(ParameterSetName = ProcessSet)]
    [ValidateRange(1, int.MaxValue)]
    public int Quorum { get; set; } = 1;

    /// <summary>Watch that the process in this pid file runs.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PidFileSet)]
    [ValidateNotNullOrEmpty]
    public string PidFile { get; set; } = null!;

    /// <summary>Read a number from this file and add it, times the weight, to the priority; with weight 0 any number but 0 means Fault.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [Alias("track_file", "vrrp_track_file")]
    [ValidateNotNullOrEmpty]
    public string File { get; set; } = null!;

    /// <summary>Ask an http or https URL.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HttpSet)]
    [ValidateNotNull]
    public Uri Http { get; set; } = null!;

    /// <summary>Good status codes: one, or the lowest and the highest; 200, 399 by default.</summary>
    [Parameter(ParameterSetName = HttpSet)]
    [ValidateCount(1, 2)]
    [ValidateRange(100, 599)]
    public int[] Status { get; set; } = [200, 399];

    /// <summary>Host header, and name in TLS, instead of the URL's.</summary>
    [Parameter(ParameterSetName = HttpSet)]
    [ValidateNotNullOrEmpty]
    public string? HostHeader { get; set; }

    /// <summary>Accept any certificate: right for a node that asks itself by address.</summary>
    [Parameter(ParameterSetName = HttpSet)]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Open a TCP connection: 'host:port', '[IPv6]:port'.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TcpSet)]
    [ValidateNotNullOrEmpty]
    public string Tcp { get; set; } = null!;

    /// <summary>Ask a router on the link by ARP or neighbour solicitation: an address, or 'default' for the interface's default gateway.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GatewaySet)]
    [ValidateNotNullOrEmpty]
    public string Gateway { get; set; } = null!;

    /// <summary>Watch that upstreams of nginx have enough healthy servers: the name of the monitor that judges them, in the same engine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UpstreamMonitorSet)]
    [ArgumentCompleter(typeof(UpstreamMonitorCompleter))]
    [ValidateNotNullOrEmpty]
    public string UpstreamMonitor { get; set; } = null!;

    /// <summary>Name of the upstream that has to have enough; every one that the monitor watches when not given.</summary>
    [Parameter(ParameterSetName = UpstreamMonitorSet)]
    [ArgumentCompleter(typeof(UpstreamNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Upstream { get; set; }

    /// <summary>Healthy servers that are enough, in each upstream, 1 by default.</summary>
    [Parameter(ParameterSetName = UpstreamMonitorSet)]
    [ValidateRange(1, 1_000_000)]
    public int MinimumHealthy { get; set; } = 1;

    /// <summary>Run a script block in a background runspace: up while the last thing it writes is true. Engine of this process only.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ScriptBlockSet)]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        TrackOptions track = Create();
        if (track is PeriodicTrackOptions periodic)
        {
            track = WithTiming(periodic);
        }

        WriteObject(track with { Weight = Weight, Reverse = Inverted });
    }

    private TrackOptions Create() => ParameterSetName switch
    {
        InterfaceSet => new InterfaceTrackOptions { Name = Name ?? $"interface {Interface}", Interface = Interface },
        ScriptSet => new ScriptTrackOptions
        {
            Name = Name ?? $"script {Path.GetFileName(Script[0])}",
            Program = Script[0],
            Arguments = Script[1..],
            User = User,
        },
        ProcessSet => new ProcessTrackOptions { Name = Name ?? $"process {Process}", ProcessName = Process, Quorum = Quorum },
        PidFileSet => new ProcessTrackOptions { Name = Name ?? $"pid file {Path.GetFileName(PidFile)}", PidFile = ResolveFilePath(PidFile) },
        FileSet => new FileTrackOptions { Name = Name ?? $"file {Path.GetFileName(File)}", Path = ResolveFilePath(File) },
        HttpSet => new HttpTrackOptions
        {
            Name = Name ?? Http.ToString(),
            Uri = Http,
            MinimumStatus = Status[0],
            MaximumStatus = Status[^1],
            HostHeader = HostHeader,
            SkipCertificateCheck = SkipCertificateCheck,
        },
        TcpSet => CreateTcp(),
        GatewaySet => new GatewayTrackOptions { Name = Name ?? $"gateway {Gateway}", Gateway = ReadGateway() },
        UpstreamMonitorSet => new UpstreamTrackOptions
        {
            Name = Name ?? $"upstream {Upstream ?? UpstreamMonitor}",
            Monitor = UpstreamMonitor,
            Upstream = Upstream,
            MinimumHealthy = MinimumHealthy,
        },
        _ => CreateCallback(),
    };

    private TcpTrackOptions CreateTcp() =>
        Uri.TryCreate($"tcp://{Tcp}", UriKind.Absolute, out Uri? uri) && uri.Port > 0 && uri.PathAndQuery is "" or "/"
            ? new TcpTrackOptions { Name = Name ?? $"tcp {Tcp}", Host = uri!.IdnHost, Port = uri.Port }
            : throw HaErrors.InvalidValue("-Tcp", Tcp, "a host and a port from 1 to 65535, such as 127.0.0.1:80 or [::1]:80");

    private IPAddress? ReadGateway() => string.Equals(Gateway, "default", StringComparison.OrdinalIgnoreCase)
        ? null
        : InetAddress.TryParse(Gateway, out InetAddress address)
            ? address.ToIPAddress()
            : throw HaErrors.InvalidValue("-Gateway", Gateway, "an IPv4 or IPv6 address, or 'default'");

    private CallbackTrackOptions CreateCallback()
    {
        string name = Name ?? $"script block {Guid.NewGuid().ToString("N")[..6]}";
        return new CallbackTrackOptions
        {
            Name = name,
            Check = new ScriptCheck(name, CapturedScript.Capture(ScriptBlock, SessionState)!).CheckAsync,
        };
    }
}
