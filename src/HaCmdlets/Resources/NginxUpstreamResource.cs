using System.Collections;
using System.Globalization;
using NginxHa.Cmdlets.Commands.Nginx;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Resources;

/// <summary>An upstream of nginx with its servers. Every change is tested by nginx before it is in place.</summary>
internal sealed class NginxUpstreamResource : DesiredResource
{
    private const string Name = "Name";
    private const string Path = "Path";
    private const string Protocol = "Protocol";
    private const string Server = "Server";
    private const string Method = "Method";
    private const string NginxPath = "NginxPath";
    private const string Prefix = "Prefix";
    private const string Reload = "Reload";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Keys { get; } = [Name];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Settings { get; } = [Path, Protocol, NginxPath, Prefix, Reload];

    /// <inheritdoc/>
    public override async Task<ResourceState> GetAsync(ResourceInput input, ResourceContext context)
    {
        UpstreamPlace place = await FindAsync(input, context).ConfigureAwait(false);
        var state = new ResourceState(place.Upstream is not null);
        if (place.Upstream is { } upstream)
        {
            Report(state, upstream);
            Compare(state, input, upstream);
        }

        state.CompareExistence(input, $"Upstream {input.RequireText(Name)}");
        return state;
    }

    /// <inheritdoc/>
    public override async Task SetAsync(ResourceInput input, ResourceContext context)
    {
        UpstreamPlace place = await FindAsync(input, context).ConfigureAwait(false);
        var edits = new UpstreamEdits();
        if (!input.IsPresent)
        {
            if (place.Upstream is { } unwanted)
            {
                edits.Of(unwanted.Directive.File).Remove(unwanted.Directive);
            }
        }
        else if (place.Upstream is { } upstream)
        {
            Change(edits, input, upstream);
        }
        else
        {
            Create(edits, input, place);
        }

        FileChange[] changes = edits.ToChanges();
        if (changes.Length == 0)
        {
            return;
        }

        if (place.Server is null)
        {
            context.Warn($"'{place.File}' is read by no nginx that is known here: it is changed without a test by nginx and without a reload.");
        }

        ChangeResult result = await new ConfigurationChange(place.Server, changes) { Reload = input.Flag(Reload) ?? true }
            .CommitAsync(context.CancellationToken).ConfigureAwait(false);
        context.Verbose(result.Reload is null ? "nginx was not reloaded." : "nginx reloaded.");
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<ResourceState>> ExportAsync(ResourceContext context)
    {
        var locator = new NginxLocator();
        if (locator.TryFindProgram() is null)
        {
            return [];
        }

        string path = await locator.FindConfigurationAsync(null, context.CancellationToken).ConfigureAwait(false);
        return !File.Exists(path)
            ? []
            : [.. UpstreamReader.Read(ConfigurationSet.Load(path, ParseMode.Tolerant)).Select(upstream =>
            {
                var state = new ResourceState(exists: true);
                state.Report(Path, upstream.File);
                Report(state, upstream);
                return state;
            })];
    }

    private static async Task<UpstreamPlace> FindAsync(ResourceInput input, ResourceContext context)
    {
        string name = input.RequireText(Name);
        var locator = new NginxLocator(input.FullPath(NginxPath, context), input.FullPath(Prefix, context));
        string path = input.FullPath(Path, context) ?? await locator.FindConfigurationAsync(null, context.CancellationToken).ConfigureAwait(false);
        UpstreamProtocol protocol = input.Text(Protocol) is { } text ? Enum.Parse<UpstreamProtocol>(text, ignoreCase: true) : UpstreamProtocol.Http;
        NginxServer? server = await locator.FindServerAsync(path, context.CancellationToken).ConfigureAwait(false);

        // The main file tells whether an included one belongs to http or to stream.
        string main = server?.Paths.Configuration is { } configured && File.Exists(configured) ? configured : path;
        Upstream? upstream = File.Exists(main)
            ? UpstreamReader.Read(ConfigurationSet.Load(main)).FirstOrDefault(known =>
                known.Name == name && known.Protocol == protocol && (main == path || System.IO.Path.GetFullPath(known.File) == path))
            : null;
        return new UpstreamPlace(path, protocol, server, upstream);
    }

    private static void Report(ResourceState state, Upstream upstream)
    {
        state.Report(Name, upstream.Name);
        state.Report(Protocol, upstream.Protocol.ToString());
        foreach (UpstreamSetting setting in UpstreamSetting.All)
        {
            state.Report(setting.Property, setting.Read(upstream));
        }

        state.Report(Server, upstream.Servers.Select(Describe).ToArray());
    }

    private static void Compare(ResourceState state, ResourceInput input, Upstream upstream)
    {
        foreach (UpstreamSetting setting in UpstreamSetting.All.Where(setting => input.Has(setting.Property)))
        {
            state.Compare(input, setting.Property, setting.Format(setting.Read(upstream)), setting.Format(input.Value(setting.Property)));
            state.Report(setting.Property, setting.Read(upstream));
        }

        if (!input.IsPresent || input.Parts(Server) is not { } declared)
        {
            return;
        }

        IReadOnlyList<(UpstreamServerSettings Settings, UpstreamServer? Found)> matched = Match(declared, upstream);
        foreach ((UpstreamServerSettings settings, UpstreamServer? found) in matched)
        {
            if (found is null)
            {
                state.Differs(Server, $"{Server} {settings.Address} is absent; declared is present.");
                continue;
            }

            foreach ((string property, string actual, string wanted) in UpstreamServerDifference.Of(found, settings))
            {
                state.Differs(Server, $"{Server} {found.Address} has {property} {actual}; declared is {wanted}.");
            }
        }

        foreach (UpstreamServer extra in upstream.Servers.Except(matched.Select(pair => pair.Found).OfType<UpstreamServer>()))
        {
            state.Differs(Server, $"{Server} {extra.Address} is present; it is not declared.");
        }
    }

    private static void Change(UpstreamEdits edits, ResourceInput input, Upstream upstream)
    {
        foreach (UpstreamSetting setting in UpstreamSetting.All.Where(setting => input.Has(setting.Property)))
        {
            setting.Apply(edits, upstream, setting.Format(input.Value(setting.Property)));
        }

        if (input.Parts(Server) is not { } declared)
        {
            return;
        }

        List<(UpstreamServerSettings Settings, UpstreamServer? Found)> matched = Match(declared, upstream);
        RequireServers(matched.Count, upstream.Name);
        ConfigurationFile file = upstream.Servers.Count > 0 ? upstream.Servers[^1].Directive.File : upstream.Directive.File;
        foreach ((UpstreamServerSettings settings, UpstreamServer? found) in matched)
        {
            if (found is null)
            {
                UpstreamEditor.Add(edits.Of(file), upstream, settings);
            }
            else if (UpstreamServerDifference.Of(found, settings).Any())
            {
                UpstreamEditor.Set(edits.Of(found.Directive.File), found, settings with { Address = null });
            }
        }

        foreach (UpstreamServer extra in upstream.Servers.Except(matched.Select(pair => pair.Found).OfType<UpstreamServer>()))
        {
            UpstreamEditor.Remove(edits.Of(extra.Directive.File), extra);
        }
    }

    private static void Create(UpstreamEdits edits, ResourceInput input, UpstreamPlace place)
    {
        string name = input.RequireText(Name);
        IReadOnlyList<UpstreamServerSettings> servers = [.. (input.Parts(Server) ?? []).Select(ReadServer)];
        RequireServers(servers.Count, name);
        string[] Settings(bool behindServers) =>
        [
            .. UpstreamSetting.All
                .Where(setting => setting.StandsBehindServers == behindServers && input.Has(setting.Property))
                .Select(setting => UpstreamSetting.Directive(setting.Format(input.Value(setting.Property))))
                .Where(directive => directive.Length > 0),
        ];
        string[] lines = [.. Settings(behindServers: false), .. servers.Select(server => UpstreamEditor.Format(place.Protocol, server)), .. Settings(behindServers: true)];
        edits.AddUpstream(place, $"upstream {WordCodec.Encode(name)} {{\n{string.Concat(lines.Select(line => $"    {line}\n"))}}}");
    }

    private static void RequireServers(int count, string upstream)
    {
        if (count == 0)
        {
            throw HaErrors.NginxUpstreamWouldBeEmpty(upstream);
        }
    }

    private static List<(UpstreamServerSettings Settings, UpstreamServer? Found)> Match(IReadOnlyList<IDictionary> declared, Upstream upstream) =>
        [.. declared.Select(ReadServer).Select(settings => (settings, UpstreamFinder.FindServer(upstream, settings.Address!.ToString())))];

    private static UpstreamServerSettings ReadServer(IDictionary part)
    {
        string? address = part["Address"]?.ToString();
        if (!ServerAddress.TryParse(address, out ServerAddress? parsed))
        {
            throw HaErrors.InvalidValue($"{Server}.Address", address, ServerAddress.Allowed);
        }

        return new UpstreamServerSettings
        {
            Address = parsed,
            Weight = Whole(part, "Weight"),
            MaxFails = Whole(part, "MaxFails"),
            FailTimeout = Time(part, "FailTimeout"),
            MaxConns = Whole(part, "MaxConns"),
            SlowStart = Time(part, "SlowStart"),
            Backup = part["Backup"] as bool?,
            Down = part["Down"] as bool?,
            Resolve = part["Resolve"] as bool?,
        };
    }

    private static int? Whole(IDictionary part, string key) =>
        part[key] is { } value ? Convert.ToInt32(value, CultureInfo.InvariantCulture) : null;

    private static TimeSpan? Time(IDictionary part, string key) =>
        part[key] is { } value ? TimeSpan.FromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)) : null;

    private static Hashtable Describe(UpstreamServer server) => new()
    {
        ["Address"] = server.Address,
        ["Weight"] = server.Weight,
        ["MaxFails"] = server.MaxFails,
        ["FailTimeout"] = server.FailTimeout.TotalSeconds,
        ["MaxConns"] = server.MaxConns,
        ["SlowStart"] = server.SlowStart?.TotalSeconds,
        ["Backup"] = server.Backup,
        ["Down"] = server.Down,
        ["Resolve"] = server.Resolve,
    };
}
