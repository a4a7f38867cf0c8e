using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>
/// A change of servers in upstreams. Everything that comes through the pipeline becomes one change: one test by nginx,
/// one swap of files, one reload.
/// </summary>
public abstract class UpstreamServerChangeCmdlet : NginxCmdlet
{
    private readonly Dictionary<string, Pending> _pending = new(StringComparer.Ordinal);

    /// <summary>Name of the upstream; with wildcards every one that matches.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UpstreamNameCompleter))]
    public string Upstream { get; set; } = string.Empty;

    /// <summary>Addresses of servers: HOST, HOST:PORT, [IPV6]:PORT or unix:PATH. Where servers are there already, * and ? stand for any characters.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Address")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UpstreamServerCompleter))]
    public string[] Server { get; set; } = [];

    /// <summary>The main file, or the one with the upstream; the one that nginx was built with when not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigurationPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Which protocol, when an http and a stream upstream have the same name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public UpstreamProtocol? Protocol { get; set; }

    /// <summary>Change the file, but let nginx go on with what it has.</summary>
    [Parameter]
    public SwitchParameter NoReload { get; set; }

    /// <summary>How long a reload may take.</summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan ReloadTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Give the changed upstreams.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The change of servers of one upstream.</summary>
    /// <param name="pending">The configuration with the edits so far.</param>
    /// <param name="upstream">The upstream.</param>
    /// <param name="address">The address as typed.</param>
    /// <returns>Whether the upstream has such a server.</returns>
    private protected abstract bool TryChange(Pending pending, Upstream upstream, string address);

    /// <inheritdoc/>
    protected sealed override void OnProcess()
    {
        string path = ResolveConfiguration(Path);
        if (!_pending.TryGetValue(path, out Pending? pending))
        {
            pending = new Pending(path, UpstreamReader.Read(Load(path)));
            _pending.Add(path, pending);
        }

        Upstream[] upstreams = UpstreamFinder.Find(pending.Upstreams, Upstream, Protocol);
        if (upstreams.Length == 0)
        {
            throw HaErrors.NginxUpstreamNotFound(Upstream, path);
        }

        foreach (string address in Server)
        {
            try
            {
                bool found = false;
                foreach (Upstream upstream in upstreams)
                {
                    found |= TryChange(pending, upstream, address);
                }

                if (!found && !UpstreamFinder.IsPattern(address))
                {
                    WriteError(HaErrors.NginxUpstreamServerNotFound(Upstream, address), address);
                }
            }
            catch (HaException error)
            {
                // The others are none the worse for it.
                WriteError(error, address);
            }
        }
    }

    /// <inheritdoc/>
    protected sealed override void OnEnd()
    {
        foreach (Pending pending in _pending.Values)
        {
            RequireServersLeft(pending);
            FileChange[] changes = [.. pending.Edits.Values.Where(edit => edit.Changes.Count > 0).Select(edit => FileChange.Of(edit.File, edit.Apply()))];
            if (changes.Length == 0)
            {
                WriteVerbose($"'{pending.Path}' is as it should be already.");
            }
            else
            {
                Commit(pending, changes);
            }
        }
    }

    /// <summary>An address as typed, read.</summary>
    private protected static ServerAddress ParseAddress(string field, string address) =>
        ServerAddress.TryParse(address, out ServerAddress? parsed) ? parsed : throw HaErrors.InvalidValue(field, address, ServerAddress.Allowed);

    private static void RequireServersLeft(Pending pending)
    {
        foreach (Upstream upstream in pending.Upstreams)
        {
            int left = upstream.Servers.Count(server => !pending.Removed.Contains(server)) + pending.Added.Count(name => name == upstream);
            if (upstream.Servers.Count > 0 && left == 0)
            {
                throw HaErrors.NginxUpstreamWouldBeEmpty(upstream.Name);
            }
        }
    }

    private void Commit(Pending pending, FileChange[] changes)
    {
        NginxServer? server = ServerFor(pending.Path);
        bool wanted = true;
        foreach (FileChange change in changes)
        {
            string diff = change.Diff();
            wanted &= ShouldProcess($"Change \"{change.Path}\":\n{diff}", $"Change \"{change.Path}\"?\n{diff}", MyInvocation.MyCommand.Name, out ShouldProcessReason reason);
            if (!wanted && reason != ShouldProcessReason.WhatIf)
            {
                // All files or none: after one no there is nothing left to ask.
                return;
            }
        }

        if (!wanted)
        {
            return;
        }

        if (server is null)
        {
            WriteWarning($"'{pending.Path}' is read by no nginx that is known here: it is changed without a test by nginx and without a reload.");
        }

        ChangeResult result = Await(token => new ConfigurationChange(server, changes) { Reload = !NoReload, ReloadTimeout = ReloadTimeout }.CommitAsync(token));
        WriteVerbose(result.Reload is { } reload ? FormattableString.Invariant($"nginx reloaded in {reload.Duration.TotalMilliseconds:0} ms.") : "nginx was not reloaded.");
        if (PassThru)
        {
            HashSet<(UpstreamProtocol, string)> touched = [.. pending.Touched.Select(upstream => (upstream.Protocol, upstream.Name))];
            WriteObject(UpstreamReader.Read(Load(pending.Path)).Where(upstream => touched.Contains((upstream.Protocol, upstream.Name))), enumerateCollection: true);
        }
    }

    /// <summary>A configuration with the edits that have come together.</summary>
    private protected sealed class Pending(string path, IReadOnlyList<Upstream> upstreams)
    {
        public string Path { get; } = path;

        public IReadOnlyList<Upstream> Upstreams { get; } = upstreams;

        public Dictionary<ConfigurationFile, ConfigurationEdit> Edits { get; } = [];

        public HashSet<UpstreamServer> Removed { get; } = [];

        public List<Upstream> Added { get; } = [];

        public HashSet<Upstream> Touched { get; } = [];

        public ConfigurationEdit EditOf(Upstream upstream, ConfigurationFile file)
        {
            Touched.Add(upstream);
            if (!Edits.TryGetValue(file, out ConfigurationEdit? edit))
            {
                Edits.Add(file, edit = new ConfigurationEdit(file));
            }

            return edit;
        }
    }
}
