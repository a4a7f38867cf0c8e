using NginxHa.Topology.Keepalived;
using NginxHa.Topology.Keepalived.Linting;
using NginxHa.Vrrp.Options;

namespace NginxHa.Topology;

/// <summary>A node in a comparison, with the way back to the lines that declare it.</summary>
public sealed class ComparedNode
{
    private readonly Func<string, string, SourcePosition?> _locate;

    private ComparedNode(string name, NodeDeclaration declaration, Func<string, string, SourcePosition?> locate)
    {
        Name = name;
        Declaration = declaration;
        _locate = locate;
    }

    /// <summary>Name in the findings.</summary>
    public string Name { get; }

    /// <summary>What the node runs.</summary>
    public NodeDeclaration Declaration { get; }

    /// <summary>A node that is declared by a keepalived.conf.</summary>
    /// <param name="name">Name for the findings, such as the file's.</param>
    /// <param name="document">The document as read.</param>
    /// <param name="configuration">What was imported from it.</param>
    public static ComparedNode FromKeepalived(string name, KeepalivedDocument document, KeepalivedConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var index = new StatementIndex(document);
        return new ComparedNode(name, configuration.Node, (instance, option) => index.Find(instance, Keywords(option))?.Position);
    }

    /// <summary>A node that is declared otherwise; findings have no lines.</summary>
    /// <param name="name">Name for the findings.</param>
    /// <param name="declaration">What it runs.</param>
    public static ComparedNode FromDeclaration(string name, NodeDeclaration declaration) => new(name, declaration, (_, _) => null);

    /// <summary>Where an option of an instance is declared; null when nothing is known.</summary>
    internal SourcePosition? Locate(string instance, string option) => _locate(instance, option);

    private static string[] Keywords(string option) => option switch
    {
        nameof(VrrpInstanceOptions.VirtualRouterId) => ["virtual_router_id"],
        nameof(VrrpInstanceOptions.Version) => ["version"],
        nameof(VrrpInstanceOptions.AdvertisementInterval) => ["advert_int"],
        nameof(VrrpInstanceOptions.Authentication) => ["authentication"],
        nameof(VrrpInstanceOptions.VirtualAddresses) => ["virtual_ipaddress"],
        nameof(VrrpInstanceOptions.Priority) => ["priority"],
        nameof(VrrpInstanceOptions.InitialState) => ["state"],
        nameof(VrrpInstanceOptions.Preempt) => ["nopreempt", "preempt", "preempt_delay"],
        nameof(VrrpInstanceOptions.UnicastPeers) => ["unicast_peer", "unicast_src_ip"],
        nameof(VrrpInstanceOptions.Interface) => ["interface"],
        nameof(VrrpInstanceOptions.VirtualMac) => ["use_vmac"],
        nameof(VrrpInstanceOptions.Tracks) => ["track_script", "track_interface", "track_process"],
        _ => [],
    };
}
