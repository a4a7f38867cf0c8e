using System.Management.Automation;
using System.Security;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Errors;
using NginxHa.Platform;
using NginxHa.Topology;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Cmdlets.Commands.Topology;

/// <summary>Declares a cluster: nodes, virtual IPs and how they share them; everything else follows.</summary>
[Cmdlet(VerbsCommon.New, "HaTopology", SupportsShouldProcess = true)]
[OutputType(typeof(HaTopology))]
public sealed class NewHaTopologyCommand : HaCmdlet
{
    /// <summary>Name of the cluster.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>How the nodes share the virtual IPs.</summary>
    [Parameter]
    public TopologyMode Mode { get; set; }

    /// <summary>The nodes, best first: names, or hash tables with the keys of a node.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public PSObject[] Node { get; set; } = [];

    /// <summary>The virtual IPs: addresses with prefix length, or hash tables with the keys of a virtual IP.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public PSObject[] VirtualIp { get; set; } = [];

    /// <summary>Interface of the virtual routers, for nodes that name none.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public string? Interface { get; set; }

    /// <summary>Virtual router id of the first owner.</summary>
    [Parameter]
    [ValidateRange(1, 255)]
    public int VirtualRouterId { get; set; } = HaTopology.DefaultVirtualRouterId;

    /// <summary>Protocol version for IPv4.</summary>
    [Parameter]
    [ValidateSet("2", "3")]
    public string Version { get; set; } = "2";

    /// <summary>Advertisement interval.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? AdvertisementInterval { get; set; }

    /// <summary>A returning owner does not take its addresses back.</summary>
    [Parameter]
    public SwitchParameter NoPreempt { get; set; }

    /// <summary>A returning owner waits this long first.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? PreemptDelay { get; set; }

    /// <summary>Password of VRRPv2; everyone on the segment can read it.</summary>
    [Parameter]
    public SecureString? Password { get; set; }

    /// <summary>Advertisements go to the nodes' addresses instead of the multicast group.</summary>
    [Parameter]
    public SwitchParameter Unicast { get; set; }

    /// <summary>A node whose nginx is dead gives up its virtual IPs.</summary>
    [Parameter]
    public SwitchParameter TrackNginx { get; set; }

    /// <summary>What tells that nginx lives: a URL on the node itself.</summary>
    [Parameter]
    public Uri? NginxHealthUri { get; set; }

    /// <summary>Further tracks, as hash tables with the keys of a track.</summary>
    [Parameter]
    public PSObject[] Track { get; set; } = [];

    /// <summary>Monitors of nginx's upstreams that the agent runs on every node, as hash tables with the keys of an upstream monitor.</summary>
    [Parameter]
    public PSObject[] UpstreamMonitor { get; set; } = [];

    /// <summary>Saves the document here too.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        TopologyReadResult result = TopologyBuilder.Build(Values());
        if (result.Topology is not HaTopology topology)
        {
            throw HaErrors.InvalidTopology("The topology", result.Findings.Where(finding => finding.Severity == FindingSeverity.Error));
        }

        foreach (Finding finding in result.Findings)
        {
            WriteWarning(finding.Message);
        }

        if (Path is not null)
        {
            string path = ResolveFilePath(Path);
            string text = TopologyDocument.Write(topology);
            string difference = TopologyFile.Difference(path, text);
            if (ShouldProcess($"Write '{path}':\n{difference}", $"Write '{path}'?", "New-HaTopology"))
            {
                ReplacedFile.Write(path, text);
            }
        }

        WriteObject(topology);
    }

    private Dictionary<string, object?> Values()
    {
        var vrrp = new Dictionary<string, object?> { ["version"] = Version == "3" ? VrrpVersion.V3 : VrrpVersion.V2, ["preempt"] = !NoPreempt.ToBool(), ["unicast"] = Unicast.ToBool() };
        Add(vrrp, "advertisementInterval", AdvertisementInterval);
        Add(vrrp, "preemptDelay", PreemptDelay);
        if (Password is not null)
        {
            vrrp["authentication"] = new Dictionary<string, object?> { ["method"] = "Password", ["secret"] = new System.Net.NetworkCredential(string.Empty, Password).Password };
        }

        var values = new Dictionary<string, object?>
        {
            ["mode"] = Mode,
            ["nodes"] = Node.Select(node => PlainValues.Unwrap(node) is string name ? new Dictionary<string, object?> { ["name"] = name } : PlainValues.Unwrap(node)).ToArray(),
            ["virtualIps"] = VirtualIp.Select(PlainValues.Unwrap).ToArray(),
            ["firstVirtualRouterId"] = VirtualRouterId,
            ["vrrp"] = vrrp,
            ["tracks"] = Track.Select(PlainValues.Unwrap).ToArray(),
        };
        Add(values, "name", Name);
        Add(values, "interface", Interface);
        bool track = TrackNginx || NginxHealthUri is not null;
        if (track || UpstreamMonitor.Length > 0)
        {
            var nginx = new Dictionary<string, object?> { ["track"] = track, ["upstreamMonitors"] = UpstreamMonitor.Select(PlainValues.Unwrap).ToArray() };
            Add(nginx, "healthUri", NginxHealthUri);
            values["nginx"] = nginx;
        }

        return values;
    }

    private static void Add(Dictionary<string, object?> values, string key, object? value)
    {
        if (value is not null)
        {
            values[key] = value;
        }
    }
}
