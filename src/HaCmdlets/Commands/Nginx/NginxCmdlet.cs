using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>What the cmdlets about nginx have in common: which nginx, and which configuration.</summary>
public abstract class NginxCmdlet : HaCmdlet
{
    private NginxLocator? _locator;

    /// <summary>The nginx program; searched in PATH and in the usual places when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NginxPath { get; set; }

    /// <summary>nginx's prefix (its option -p); that which it was built with when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Prefix { get; set; }

    /// <summary>The program; an error when there is none.</summary>
    protected NginxProgram RequireProgram() => Locator.RequireProgram();

    /// <summary>Finds the nginx that the parameters mean.</summary>
    protected NginxLocator Locator => _locator ??= new NginxLocator(NginxPath is null ? null : ResolveFilePath(NginxPath), FullPrefix());

    /// <summary>The program; null when there is none and none was named.</summary>
    protected NginxProgram? TryProgram() => Locator.TryFindProgram();

    /// <summary>The nginx that runs with a configuration.</summary>
    /// <param name="path">Main file as typed; null for the one nginx was built with.</param>
    protected NginxServer RequireServer(string? path)
    {
        string? configuration = path is null ? null : ResolveFilePath(path);
        return Await(token => Locator.CreateServerAsync(configuration, token));
    }

    /// <summary>A configuration file: the one given, or the one that nginx was built with.</summary>
    /// <param name="path">As typed; null for the default.</param>
    protected string ResolveConfiguration(string? path)
    {
        string? given = path is null ? null : ResolveFilePath(path);
        return Await(token => Locator.FindConfigurationAsync(given, token));
    }

    /// <summary>Reads a configuration with its includes.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="mode">Stop at the first error, or list all.</param>
    protected static ConfigurationSet Load(string path, ParseMode mode = ParseMode.Strict)
    {
        if (!File.Exists(path))
        {
            throw HaErrors.PathNotFound(path);
        }

        return ConfigurationSet.Load(path, mode);
    }

    /// <summary>
    /// The nginx that reads a file: the default one when the file is among what it reads, or one with the file as its
    /// main file when it has an events block. Null when there is no nginx, or the file belongs to none.
    /// </summary>
    /// <param name="path">Absolute path.</param>
    protected NginxServer? ServerFor(string path) => Await(token => Locator.FindServerAsync(path, token));

    private string? FullPrefix() => Prefix is null ? null : ResolveFilePath(Prefix);
}
