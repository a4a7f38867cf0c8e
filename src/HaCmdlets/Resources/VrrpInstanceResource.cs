using Newtonsoft.Json.Linq;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Publishing;
using NginxHa.Cmdlets.Resources.Documents;
using NginxHa.Topology;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Resources;

/// <summary>A virtual router of this node: an entry of the agent's document, which outlives the shell and a reboot.</summary>
internal sealed class VrrpInstanceResource : DesiredResource
{
    private const string Name = "Name";
    private const string Path = "Path";
    private const string Instances = "instances";

    /// <summary>What of a document the properties stand for.</summary>
    internal static readonly DocumentProperties Properties = new(
        [
            .. DocumentProperties.OfVirtualRouters(string.Empty),
            new DocumentProperty("Interface", "interface"),
            new DocumentProperty("VirtualRouterId", "virtualRouterId"),
            new AddressListProperty("VirtualIp", "virtualAddresses", excluded: false),
            new AddressListProperty("ExcludedVirtualIp", "virtualAddresses", excluded: true),
            new DocumentProperty("Priority", "priority"),
            new DocumentProperty("Family", "family"),
            new DocumentProperty("InitialState", "initialState"),
            new DocumentProperty("SourceAddress", "sourceAddress"),
            new DocumentProperty("TrackSourceAddress", "trackSourceAddress"),
            DocumentProperties.Peers("UnicastPeer", "unicastPeers"),
            new DocumentProperty("StrictAddressList", "strictAddressList"),
            new DocumentProperty("AcceptMode", "acceptMode"),
            new DocumentProperty("VirtualMacInterface", "virtualMac.interfaceName"),
            new DocumentProperty("VirtualMacTransmitFromParent", "virtualMac.transmitFromParent"),
            DocumentProperties.Parts("Track", "tracks"),
            new DocumentProperty("IgnoreInterfaceState", "ignoreInterfaceState"),
            new DocumentProperty("LowerPriorityNoAdvert", "lowerPriorityNoAdvert"),
            new DocumentProperty("HigherPrioritySendAdvert", "higherPrioritySendAdvert"),
            new DocumentProperty("Hook", "hooks"),
            new DocumentProperty("NetworkNamespace", "networkNamespace"),
        ]);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = [Name];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Settings { get; } = [Path];

    /// <inheritdoc/>
    public override async Task<ResourceState> GetAsync(ResourceInput input, ResourceContext context)
    {
        string name = input.RequireText(Name);
        string path = ResolvePath(input, context);
        HaTopology? document = DocumentFile.Read(path);
        VrrpInstanceOptions? actual = document?.Instances.FirstOrDefault(instance => instance.Name == name);
        var state = new ResourceState(actual is not null);
        if (actual is not null)
        {
            state.Report(Name, name);
            state.Report(Path, path);
            Properties.Compare(state, TopologyJson.All(actual), input.IsPresent ? TopologyJson.All(Desired(input, path, document).Instances.First(instance => instance.Name == name)) : null);
        }

        state.CompareExistence(input, $"Virtual router {name}");
        if (document is not null && await RunningAgent.LagAsync(path, context.CancellationToken).ConfigureAwait(false) is { } lag)
        {
            state.Differs(Path, lag);
        }

        return state;
    }

    /// <inheritdoc/>
    public override async Task SetAsync(ResourceInput input, ResourceContext context)
    {
        string name = input.RequireText(Name);
        string path = ResolvePath(input, context);
        HaTopology? document = DocumentFile.Read(path);
        if (input.IsPresent)
        {
            await RunningAgent.PublishAsync(path, Desired(input, path, document), context.CancellationToken).ConfigureAwait(false);
            return;
        }

        HaTopology rest = document! with { Instances = [.. document.Instances.Where(instance => instance.Name != name)] };
        if (rest.Instances.Count == 0)
        {
            await RunningAgent.WithdrawAsync(path, context.CancellationToken).ConfigureAwait(false);
            return;
        }

        await RunningAgent.PublishAsync(path, DocumentFile.Require(TopologyJson.Read(TopologyJson.Saved(rest)), $"'{path}' without {name}"), context.CancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<ResourceState>> ExportAsync(ResourceContext context)
    {
        HaTopology? document = DocumentFile.Read(TopologyDocument.DefaultPath);
        return Task.FromResult<IReadOnlyList<ResourceState>>([.. (document?.Instances ?? []).Select(instance =>
        {
            var state = new ResourceState(exists: true);
            state.Report(Name, instance.Name);
            Properties.Compare(state, TopologyJson.All(instance), null);
            return state;
        })]);
    }

    private static string ResolvePath(ResourceInput input, ResourceContext context) => context.Resolve(input.Text(Path) ?? TopologyDocument.DefaultPath);

    private static HaTopology Desired(ResourceInput input, string path, HaTopology? document)
    {
        if (document is { IsSingleNode: false })
        {
            throw HaErrors.DocumentOfAnotherKind(path, $"declares the cluster '{document.Name}', from which the virtual routers of every node follow: declare it with the resource HaTopology, or give {input.Type} another Path.");
        }

        string name = input.RequireText(Name);
        JObject root = document is null ? [] : TopologyJson.Saved(document);
        if (root[Instances] is not JArray instances)
        {
            root[Instances] = instances = [];
        }

        if (instances.OfType<JObject>().FirstOrDefault(instance => (string?)instance["name"] == name) is not { } entry)
        {
            instances.Add(entry = new JObject { ["name"] = name });
        }

        Properties.Merge(input, entry);
        return DocumentFile.Require(TopologyJson.Read(root), $"VrrpInstance '{name}'");
    }
}
