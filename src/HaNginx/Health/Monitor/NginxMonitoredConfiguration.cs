using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Nginx.Health;

/// <summary>The configuration files of an nginx.</summary>
public sealed class NginxMonitoredConfiguration : IMonitoredConfiguration
{
    private readonly Func<CancellationToken, Task<NginxServer?>> _findServer;
    private readonly IReadOnlyList<string> _upstreams;
    private StampingSource _seen = new();
    private ConfigurationSet? _required;

    /// <summary>Makes one; nothing is read yet.</summary>
    /// <param name="path">The main file.</param>
    /// <param name="server">The nginx that reads it; null to change files only.</param>
    /// <param name="upstreams">Names of the upstreams that count; empty for all.</param>
    public NginxMonitoredConfiguration(string path, NginxServer? server, IReadOnlyList<string> upstreams)
        : this(path, _ => Task.FromResult(server), upstreams)
    {
    }

    /// <summary>Makes one; nothing is read yet.</summary>
    /// <param name="path">The main file.</param>
    /// <param name="findServer">The nginx that reads it, asked for each change: it may be installed or moved meanwhile.</param>
    /// <param name="upstreams">Names of the upstreams that count; empty for all.</param>
    public NginxMonitoredConfiguration(string path, Func<CancellationToken, Task<NginxServer?>> findServer, IReadOnlyList<string> upstreams)
    {
        ArgumentNullException.ThrowIfNull(findServer);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(upstreams);
        Path = System.IO.Path.GetFullPath(path);
        _findServer = findServer;
        _upstreams = upstreams;
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <summary>
    /// Requires the configuration to be without errors, and the upstreams to be in it. The first <see cref="Read"/> after it
    /// takes what was read here, when no file has changed since.
    /// </summary>
    /// <exception cref="UpstreamMonitorException">There is no such file, or it lacks an upstream.</exception>
    /// <exception cref="ConfigurationException">The configuration cannot be read.</exception>
    public void RequireUpstreams()
    {
        if (!File.Exists(Path))
        {
            throw new UpstreamMonitorException(UpstreamMonitorFailure.ConfigurationNotFound, Path, $"There is no '{Path}'.");
        }

        ConfigurationSet set = Load(ParseMode.Strict);
        HashSet<string> known = [.. UpstreamReader.Read(set).Select(upstream => upstream.Name)];
        if (_upstreams.FirstOrDefault(name => !known.Contains(name)) is { } missing)
        {
            throw new UpstreamMonitorException(UpstreamMonitorFailure.UpstreamNotFound, missing, $"There is no upstream named '{missing}' in '{Path}'.");
        }

        _required = set;
    }

    /// <inheritdoc/>
    public bool HasChanged() => _seen.HasChanged();

    /// <inheritdoc/>
    public IReadOnlyList<ConfiguredServer> Read()
    {
        var servers = new List<ConfiguredServer>();
        foreach ((ServerKey key, UpstreamServer server) in ServerKey.Of(ReadUpstreams()))
        {
            if (HealthTarget.From(server) is { } target)
            {
                servers.Add(new ConfiguredServer(key, target, server.DownOrigin));
            }
        }

        return servers;
    }

    /// <inheritdoc/>
    public async Task<TimeSpan?> ApplyAsync(MonitorPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        HashSet<ServerKey> takeOut = [.. plan.TakeOut];
        HashSet<ServerKey> bringBack = [.. plan.BringBack];
        var edits = new Dictionary<ConfigurationFile, ConfigurationEdit>();
        foreach ((ServerKey key, UpstreamServer server) in ServerKey.Of(ReadUpstreams()))
        {
            ConfigurationFile file = server.Directive.File;
            if (takeOut.Contains(key))
            {
                UpstreamEditor.MarkDown(EditOf(file), server);
            }
            else if (bringBack.Contains(key))
            {
                UpstreamEditor.MarkUp(EditOf(file), server);
            }
        }

        FileChange[] changes = [.. edits.Where(edit => edit.Value.Changes.Count > 0).Select(edit => FileChange.Of(edit.Key, edit.Value.Apply()))];
        if (changes.Length == 0)
        {
            return null;
        }

        NginxServer? reader = await _findServer(cancellationToken).ConfigureAwait(false);
        ChangeResult result = await new ConfigurationChange(reader, changes).CommitAsync(cancellationToken).ConfigureAwait(false);
        return result.Reload?.Duration;

        ConfigurationEdit EditOf(ConfigurationFile file)
        {
            if (!edits.TryGetValue(file, out ConfigurationEdit? edit))
            {
                edits.Add(file, edit = new ConfigurationEdit(file));
            }

            return edit;
        }
    }

    private IEnumerable<Upstream> ReadUpstreams()
    {
        ConfigurationSet set = Interlocked.Exchange(ref _required, null) is { } required && !HasChanged() ? required : Load(ParseMode.Tolerant);
        return UpstreamReader.Read(set).Where(upstream => _upstreams.Count == 0 || _upstreams.Contains(upstream.Name));
    }

    private ConfigurationSet Load(ParseMode mode)
    {
        var source = new StampingSource();
        ConfigurationSet set = ConfigurationSet.Load(Path, mode, source);
        _seen = source;
        return set;
    }

    /// <summary>The disk, with a note of how each file was just before it was read, and each directory before it was listed.</summary>
    private sealed class StampingSource : IConfigurationSource
    {
        private readonly Dictionary<string, (DateTime Written, long Length)> _stamps = new(StringComparer.Ordinal);

        public bool HasChanged() => _stamps.Count == 0 || _stamps.Any(entry => Stamp(entry.Key) != entry.Value);

        public byte[] Read(string path)
        {
            _stamps[path] = Stamp(path);
            return DiskConfigurationSource.Instance.Read(path);
        }

        public IReadOnlyList<string> Glob(string pattern)
        {
            string directory = System.IO.Path.GetDirectoryName(pattern) ?? pattern;
            _stamps[directory] = Stamp(directory);
            return DiskConfigurationSource.Instance.Glob(pattern);
        }

        private static (DateTime Written, long Length) Stamp(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? (file.LastWriteTimeUtc, file.Length) : (Directory.GetLastWriteTimeUtc(path), -1);
        }
    }
}
