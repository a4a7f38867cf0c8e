using Newtonsoft.Json.Linq;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Publishing;
using NginxHa.Cmdlets.Resources.Documents;
using NginxHa.Topology;

namespace NginxHa.Cmdlets.Resources;

/// <summary>A whole cluster: its document on this node, and this node made what the document says.</summary>
internal sealed class HaTopologyResource : DesiredResource
{
    private const string Name = "Name";
    private const string Path = "Path";
    private const string Engine = "Engine";
    private const string LocalNodeName = "LocalNode";
    private const string KeepalivedPath = "KeepalivedPath";
    private const string KeepalivedPidPath = "KeepalivedPidPath";

    /// <summary>What of a document the properties stand for.</summary>
    internal static readonly DocumentProperties Properties = new(
        [
            new DocumentProperty("Mode", "mode"),
            DocumentProperties.Parts("Node", "nodes"),
            DocumentProperties.Parts("VirtualIp", "virtualIps"),
            new DocumentProperty("Interface", "interface"),
            new DocumentProperty("FirstVirtualRouterId", "firstVirtualRouterId"),
            .. DocumentProperties.OfVirtualRouters("vrrp."),
            new DocumentProperty("Unicast", "vrrp.unicast"),
            DocumentProperties.Parts("Track", "tracks"),
            new DocumentProperty("Hook", "hooks"),
            new DocumentProperty("Nginx", "nginx"),
            new DocumentProperty("Agent", "agent"),
        ]);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = [Name];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Settings { get; } = [Path, Engine, LocalNodeName, KeepalivedPath, KeepalivedPidPath];

    /// <inheritdoc/>
    public override async Task<ResourceState> GetAsync(ResourceInput input, ResourceContext context)
    {
        NodeSettings settings = ReadSettings(input, context);
        HaTopology? document = Find(input, settings);
        var state = new ResourceState(document is not null);
        if (document is not null)
        {
            state.Report(Name, document.Name);
            state.Report(Engine, settings.Engine.ToString());
            HaTopology? desired = input.IsPresent ? Desired(input, document) : null;
            Properties.Compare(state, TopologyJson.All(document), desired is null ? null : TopologyJson.All(desired));
            if (desired is not null && state.Reasons.Count == 0)
            {
                foreach (string difference in await new LocalNode(document, settings).CompareAsync(context.CancellationToken).ConfigureAwait(false))
                {
                    state.Differs(settings.Engine == TopologyEngine.Keepalived ? Engine : Path, difference);
                }
            }
        }

        state.CompareExistence(input, $"Topology {input.RequireText(Name)}");
        return state;
    }

    /// <inheritdoc/>
    public override async Task SetAsync(ResourceInput input, ResourceContext context)
    {
        NodeSettings settings = ReadSettings(input, context);
        if (!input.IsPresent)
        {
            await RunningAgent.WithdrawAsync(settings.DocumentPath, context.CancellationToken).ConfigureAwait(false);
            return;
        }

        HaTopology desired = Desired(input, Find(input, settings));
        foreach (string done in await new LocalNode(desired, settings).ApplyAsync(context.CancellationToken).ConfigureAwait(false))
        {
            context.Verbose(done);
        }
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<ResourceState>> ExportAsync(ResourceContext context)
    {
        if (DocumentFile.Read(TopologyDocument.DefaultPath) is not { IsSingleNode: false } document)
        {
            return Task.FromResult<IReadOnlyList<ResourceState>>([]);
        }

        var state = new ResourceState(exists: true);
        state.Report(Name, document.Name);
        state.Report(Engine, TopologyEngine.Agent.ToString());
        Properties.Compare(state, TopologyJson.All(document), null);
        return Task.FromResult<IReadOnlyList<ResourceState>>([state]);
    }

    /// <summary>The document, when it is one of this cluster.</summary>
    private static HaTopology? Find(ResourceInput input, NodeSettings settings) =>
        DocumentFile.Read(settings.DocumentPath) is { IsSingleNode: false } found && found.Name == input.RequireText(Name) ? found : null;

    private static HaTopology Desired(ResourceInput input, HaTopology? document)
    {
        JObject root = document is null ? new JObject { ["name"] = input.RequireText(Name) } : TopologyJson.Saved(document);
        Properties.Merge(input, root);
        return DocumentFile.Require(TopologyJson.Read(root), $"HaTopology '{input.Text(Name)}'");
    }

    private static NodeSettings ReadSettings(ResourceInput input, ResourceContext context)
    {
        var standard = new NodeSettings();
        return new NodeSettings
        {
            Engine = input.Text(Engine) is not { } engine ? standard.Engine
                : Enum.TryParse(engine, ignoreCase: true, out TopologyEngine read) ? read
                : throw HaErrors.InvalidValue($"{input.Type}.{Engine}", engine, "Agent or Keepalived"),
            DocumentPath = context.Resolve(input.Text(Path) ?? standard.DocumentPath),
            KeepalivedPath = context.Resolve(input.Text(KeepalivedPath) ?? standard.KeepalivedPath),
            KeepalivedPidPath = context.Resolve(input.Text(KeepalivedPidPath) ?? standard.KeepalivedPidPath),
            Node = input.Text(LocalNodeName),
        };
    }
}
