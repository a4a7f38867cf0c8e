using System.Net;
using System.Net.Sockets;
using Newtonsoft.Json.Linq;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Publishing;

/// <summary>What a node's own document says of one virtual IP.</summary>
/// <param name="Address">The address, without its prefix length.</param>
/// <param name="VirtualRouterId">Virtual router that has it.</param>
/// <param name="Priority">The node's priority there.</param>
/// <param name="Preempt">A better node takes over from a worse one.</param>
internal sealed record NodeRouter(string Address, int VirtualRouterId, int Priority, bool Preempt)
{
    private const int Version4 = 4;
    private const int Version6 = 6;

    /// <summary>Owned by the master, but not in the advertisement; null from a node whose module is older and does not say.</summary>
    public bool? IsExcluded { get; init; }

    /// <summary>Family of the advertisements. One id is two virtual routers when it is used for both families.</summary>
    public AddressFamily Family { get; init; } = IPAddress.Parse(Address).AddressFamily;

    /// <summary>Interface of the advertisements, by the node's own name for it.</summary>
    public string Interface { get; init; } = string.Empty;

    /// <summary>Sync group on the node in which the virtual router moves; null for none.</summary>
    public string? SyncGroup { get; init; }

    /// <summary>What a node runs, by virtual IP.</summary>
    public static IEnumerable<NodeRouter> Of(NodeDeclaration declaration) =>
        from instance in declaration.Instances
        from address in instance.VirtualAddresses
        select new NodeRouter(address.Address.ToString(), instance.VirtualRouterId, instance.Priority, instance.Preempt)
        {
            IsExcluded = address.IsExcluded,
            Family = instance.EffectiveFamily,
            Interface = instance.Interface,
            SyncGroup = declaration.SyncGroups.FirstOrDefault(each => each.Members.Contains(instance.Name))?.Name,
        };

    /// <summary>As a list, at whose end later versions add what they know more: each reads what it knows.</summary>
    public JArray Write() =>
        [Address, VirtualRouterId, Priority, Preempt, IsExcluded, Family == AddressFamily.InterNetworkV6 ? Version6 : Version4, Interface, SyncGroup];

    /// <summary>Reads a list.</summary>
    public static NodeRouter Read(JToken list)
    {
        JToken[] values = [.. list];
        var router = new NodeRouter((string)values[0]!, (int)values[1], (int)values[2], (bool)values[3]);
        return values.Length < 8 ? router : router with
        {
            IsExcluded = (bool?)values[4],
            Family = (int)values[5] == Version6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork,
            Interface = (string)values[6]!,
            SyncGroup = (string?)values[7],
        };
    }
}
