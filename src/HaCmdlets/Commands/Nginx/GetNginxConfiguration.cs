using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Configuration;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Reads nginx.conf into objects.</summary>
[Cmdlet(VerbsCommon.Get, "NginxConfiguration")]
[OutputType(typeof(NginxDirective))]
public sealed class GetNginxConfiguration : NginxCmdlet
{
    /// <summary>The file; the one that nginx was built with when not given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Follow includes: what they bring in stands after them, at their level.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Names of directives to give, at any depth; wildcards are allowed. All of the outermost level when not given.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Directive { get; set; } = [];

    /// <summary>Go on after errors of the syntax, and write each as an error of its own.</summary>
    [Parameter]
    public SwitchParameter Tolerant { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        string path = ResolveConfiguration(Path);
        ParseMode mode = Tolerant ? ParseMode.Tolerant : ParseMode.Strict;
        if (!File.Exists(path))
        {
            throw HaErrors.PathNotFound(path);
        }

        ConfigurationSet set = Recurse ? Load(path, mode) : ConfigurationSet.Of(ConfigurationFile.Load(path, mode));
        foreach (ConfigurationDiagnostic diagnostic in set.Diagnostics)
        {
            WriteError(HaErrors.NginxConfigurationInvalid(new ConfigurationException(diagnostic)), path);
        }

        if (Directive.Length > 0)
        {
            WildcardPattern[] patterns = [.. Directive.Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase))];
            foreach (PlacedDirective placed in set.Walk())
            {
                CancellationToken.ThrowIfCancellationRequested();
                string name = placed.Directive.Name;
                if (Array.Exists(patterns, pattern => pattern.IsMatch(name)))
                {
                    WriteObject(new NginxDirective(placed.Directive, Recurse ? set : null));
                }
            }

            return;
        }

        foreach (NginxDirective directive in NginxDirective.Of(set.Main.Directives, Recurse ? set : null))
        {
            CancellationToken.ThrowIfCancellationRequested();
            WriteObject(directive);
        }
    }
}
