using NginxHa.Cmdlets.Commands.Installation;
using NginxHa.Cmdlets.Commands.Keepalived;
using NginxHa.Cmdlets.Errors;
using NginxHa.Cmdlets.Publishing;
using NginxHa.Platform;
using NginxHa.Topology;
using NginxHa.Topology.Keepalived;
using NginxHa.Vrrp.Options;

namespace NginxHa.Cmdlets.Resources;

/// <summary>keepalived.conf: literally, or as a node's part of a topology.</summary>
internal sealed class KeepalivedConfigurationResource : DesiredResource
{
    private const string Path = "Path";
    private const string Content = "Content";
    private const string Topology = "Topology";
    private const string Role = "Role";
    private const string Reload = "Reload";
    private const string PidPath = "PidPath";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = [Path];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Settings { get; } = [Topology, Role, Reload, PidPath];

    /// <inheritdoc/>
    public override Task<ResourceState> GetAsync(ResourceInput input, ResourceContext context)
    {
        string path = context.Resolve(input.RequireText(Path));
        var state = new ResourceState(File.Exists(path));
        if (state.Exists)
        {
            Report(state, path, withContent: input.Has(Content));
            if (input.IsPresent)
            {
                Compare(state, input, context, path);
            }
        }

        state.CompareExistence(input, $"'{path}'");
        return Task.FromResult(state);
    }

    /// <inheritdoc/>
    public override async Task SetAsync(ResourceInput input, ResourceContext context)
    {
        string path = context.Resolve(input.RequireText(Path));
        if (!input.IsPresent)
        {
            // keepalived goes on with what it has read; without a file it does not start again.
            File.Move(path, ReplacedFile.PreviousPath(path), overwrite: true);
            return;
        }

        string text = input.Text(Content) ?? KeepalivedFile.Text(RequireNode(input, context));
        if (await new KeepalivedFile(path).WriteAsync(text, context.CancellationToken).ConfigureAwait(false) && (input.Flag(Reload) ?? true))
        {
            bool reloaded = await new KeepalivedService(context.Resolve(input.Text(PidPath) ?? KeepalivedService.DefaultPidPath)).ReloadAsync(context.CancellationToken).ConfigureAwait(false);
            context.Verbose(reloaded ? "keepalived reads it again." : "keepalived does not run here.");
        }
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<ResourceState>> ExportAsync(ResourceContext context)
    {
        if (!File.Exists(ImportKeepalivedConfigurationCommand.DefaultPath))
        {
            return Task.FromResult<IReadOnlyList<ResourceState>>([]);
        }

        var state = new ResourceState(exists: true);
        Report(state, ImportKeepalivedConfigurationCommand.DefaultPath, withContent: true);
        return Task.FromResult<IReadOnlyList<ResourceState>>([state]);
    }

    private static void Report(ResourceState state, string path, bool withContent)
    {
        KeepalivedConfiguration configuration = KeepalivedImporter.Import(KeepalivedDocument.ReadFile(path, new KeepalivedReadOptions()));
        state.Report(Path, path);

        // A text with a password in it is shown to nobody who has not brought it.
        if (withContent && configuration.Node.Instances.All(instance => instance.Authentication.Method == VrrpAuthenticationMethod.None))
        {
            state.Report(Content, File.ReadAllText(path));
        }

        state.Report("Instance", configuration.Node.Instances.Select(instance => instance.Name).ToArray());
    }

    private static void Compare(ResourceState state, ResourceInput input, ResourceContext context, string path)
    {
        if (input.Text(Content) is { } content)
        {
            if (input.Has(Topology))
            {
                throw HaErrors.InvalidCombination($"{input.Type} takes either {Content} or {Topology}.");
            }

            if (content != File.ReadAllText(path))
            {
                state.Differs(Content, $"{Content} is another text than declared.");
            }

            return;
        }

        foreach (string difference in new KeepalivedFile(path).Differences(RequireNode(input, context)))
        {
            state.Differs(Topology, difference);
        }
    }

    private static NodeDeclaration RequireNode(ResourceInput input, ResourceContext context)
    {
        if (!input.Has(Topology))
        {
            throw HaErrors.InvalidCombination($"{input.Type} needs {Content}, or the {Topology} (path of a document) that the file follows from.");
        }

        return ChosenTopology.Derive(ChosenTopology.Read(input.RequireText(Topology), context.Resolve), input.Text(Role));
    }
}
