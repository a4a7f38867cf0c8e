using System.Management.Automation;
using System.Net.Sockets;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Errors;
using NginxHa.Installation.Prerequisites;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;
using NginxHa.Vrrp.Protocol;

namespace NginxHa.Cmdlets.Commands.Installation;

/// <summary>Checks the ground for virtual IPs: firewall, SELinux, kernel settings, who has the address and the virtual router id; and mends what is safe.</summary>
[Cmdlet(VerbsDiagnostic.Test, "HaPrerequisite", DefaultParameterSetName = AddressSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(HaPrerequisite))]
public sealed class TestHaPrerequisiteCommand : InstallationCmdlet
{
    private const string AddressSet = "Address";
    private const string TopologySet = "Topology";

    /// <summary>Interface of the virtual router.</summary>
    [Parameter(Position = 0, ParameterSetName = AddressSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(InterfaceCompleter))]
    public string? Interface { get; set; }

    /// <summary>Virtual IPs.</summary>
    [Parameter(Position = 1, ParameterSetName = AddressSet)]
    [ValidateNotNullOrEmpty]
    public string[] VirtualIp { get; set; } = [];

    /// <summary>Virtual router id.</summary>
    [Parameter(ParameterSetName = AddressSet)]
    [ValidateRange(1, 255)]
    public int? VirtualRouterId { get; set; }

    /// <summary>Addresses of the other nodes of the cluster.</summary>
    [Parameter(ParameterSetName = AddressSet)]
    [ValidateNotNullOrEmpty]
    public string[] Peer { get; set; } = [];

    /// <summary>Advertisements go to the peers by unicast.</summary>
    [Parameter(ParameterSetName = AddressSet)]
    public SwitchParameter Unicast { get; set; }

    /// <summary>Network namespace of the virtual router.</summary>
    [Parameter(ParameterSetName = AddressSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkNamespaceCompleter))]
    public string? NetworkNamespace { get; set; }

    /// <summary>The topology to check this machine for: the object, or the path of its document.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = TopologySet)]
    [ValidateNotNull]
    public PSObject? Topology { get; set; }

    /// <summary>This machine's part in the topology: a node's name, Master, or Backup.</summary>
    [Parameter(ParameterSetName = TopologySet)]
    [ValidateNotNullOrEmpty]
    public string? Role { get; set; }

    /// <summary>How long to listen for advertisements of others.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan ListenTime { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Mends what can be mended safely.</summary>
    [Parameter]
    public SwitchParameter Repair { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        if (ListenTime < TimeSpan.Zero || ListenTime > TimeSpan.FromHours(1))
        {
            throw HaErrors.InvalidValue(nameof(ListenTime), ListenTime, "0 to 1 hour");
        }

        foreach (GroundTarget target in ReadTargets())
        {
            AwaitInstallation(token => TestAsync(target, token));
        }
    }

    private async Task TestAsync(GroundTarget target, CancellationToken cancellationToken)
    {
        IReadOnlyList<HaPrerequisite> report = await JudgeAsync(target, cancellationToken);
        if (Repair)
        {
            HaPrerequisite[] mended = [.. report.Where(each => each.CanRepair)];
            int done = await RunStepsAsync("Preparing the ground", [.. mended.SelectMany(each => each.RepairSteps)], cancellationToken);
            if (done > 0)
            {
                IReadOnlyList<HaPrerequisite> after = await JudgeAsync(target with { ListenTime = TimeSpan.Zero }, cancellationToken);
                report = [.. report.Select(before => Mended(before, mended, after))];
            }
        }

        WriteObject(report, enumerateCollection: true);
    }

    private static HaPrerequisite Mended(HaPrerequisite before, HaPrerequisite[] mended, IReadOnlyList<HaPrerequisite> after) => mended.Contains(before)
        && after.FirstOrDefault(each => each.Check == before.Check && each.Subject == before.Subject) is { } now
            ? now with { IsRepaired = now.Result == PrerequisiteResult.Passed }
            : before;

    private async Task<IReadOnlyList<HaPrerequisite>> JudgeAsync(GroundTarget target, CancellationToken cancellationToken)
    {
        GroundFacts facts = await new GroundReader(Runner, Files).ReadAsync(target, cancellationToken);
        return new PrerequisiteChecks(facts, target).Judge();
    }

    private GroundTarget[] ReadTargets()
    {
        if (ParameterSetName == TopologySet)
        {
            HaTopology topology = ChosenTopology.Read(Topology!.BaseObject, ResolveFilePath);
            NodeDeclaration node = ChosenTopology.Derive(topology, Role);
            InetAddress[] peers = [.. topology.Nodes.Where(other => other.Name != node.Name).SelectMany(other => other.Addresses).Select(InetAddress.FromIPAddress)];
            return [.. node.Instances.Select(instance => Target(instance, peers))];
        }

        if (NetworkNamespace is { } name && !NginxHa.Vrrp.Networking.NetworkNamespace.Exists(name))
        {
            throw HaErrors.NetworkNamespaceNotFound(name);
        }

        InetAddress[] addresses = [.. VirtualIp.Select(text => ParseAddress(nameof(VirtualIp), text.Split('/')[0]))];
        AddressFamily[] families = [.. addresses.Select(address => address.Family).Distinct()];
        return
        [
            new GroundTarget
            {
                Interface = Interface,
                VirtualAddresses = addresses,
                VirtualRouterId = (byte?)VirtualRouterId,
                Family = families is [var only] ? only : null,
                Peers = [.. Peer.Select(text => ParseAddress(nameof(Peer), text))],
                IsUnicast = Unicast,
                NetworkNamespace = NetworkNamespace,
                ListenTime = ListenTime,
            },
        ];
    }

    private GroundTarget Target(VrrpInstanceOptions instance, InetAddress[] peers) => new()
    {
        Interface = instance.Interface,
        VirtualAddresses = [.. instance.VirtualAddresses.Select(address => InetAddress.FromIPAddress(address.Address))],
        VirtualRouterId = instance.VirtualRouterId,
        Family = instance.EffectiveFamily,
        Peers = peers,
        IsUnicast = instance.UnicastPeers.Count > 0,
        NetworkNamespace = instance.NetworkNamespace,
        ListenTime = ListenTime,
    };

    private static InetAddress ParseAddress(string parameter, string text) => InetAddress.TryParse(text, out InetAddress address)
        ? address
        : throw HaErrors.InvalidValue(parameter, text, "an IPv4 or IPv6 address");
}
