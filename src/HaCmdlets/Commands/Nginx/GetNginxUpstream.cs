using System.Management.Automation;
using NginxHa.Cmdlets.Completion;
using NginxHa.Cmdlets.Engines;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Upstreams;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Gives the upstreams of a configuration with their servers.</summary>
[Cmdlet(VerbsCommon.Get, "NginxUpstream")]
[OutputType(typeof(Upstream))]
public sealed class GetNginxUpstream : NginxCmdlet
{
    /// <summary>Names; wildcards are allowed. All when not given.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UpstreamNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The main file, or one with upstreams; the one that nginx was built with when not given.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "ConfigurationPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Only those of http, or only those of stream.</summary>
    [Parameter]
    public UpstreamProtocol Protocol { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        string path = ResolveConfiguration(Path);
        ConfigurationSet set = Load(path, ParseMode.Tolerant);
        foreach (ConfigurationDiagnostic diagnostic in set.Diagnostics)
        {
            WriteWarning(diagnostic.ToString());
        }

        IReadOnlyList<Upstream> all = UpstreamReader.Read(set);
        IReadOnlyList<NginxUpstreamMonitor> monitors = Await(token => MonitorFinder.FindAsync(null, null, error => WriteWarning(error.Message), token));
        UpstreamMonitors.Annotate(all, monitors.Where(monitor => monitor.Path == path));
        bool byProtocol = MyInvocation.BoundParameters.ContainsKey(nameof(Protocol));
        foreach (string name in Name)
        {
            Upstream[] found = UpstreamFinder.FindAll(byProtocol ? [.. all.Where(upstream => upstream.Protocol == Protocol)] : all, name);
            WriteObject(found, enumerateCollection: true);
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(HaErrors.NginxUpstreamNotFound(name, path));
            }
        }
    }
}
