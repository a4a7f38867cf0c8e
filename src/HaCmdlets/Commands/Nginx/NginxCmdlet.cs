using System.Management.Automation;
using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>What the cmdlets about nginx have in common: which nginx, and which configuration.</summary>
public abstract class NginxCmdlet : HaCmdlet
{
    private const string CommonConfiguration = "/etc/nginx/nginx.conf";

    private NginxProgram? _program;
    private bool _searched;

    /// <summary>The nginx program; searched in PATH and in the usual places when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NginxPath { get; set; }

    /// <summary>nginx's prefix (its option -p); that which it was built with when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Prefix { get; set; }

    /// <summary>The program; an error when there is none.</summary>
    protected NginxProgram RequireProgram() => TryProgram() ?? NginxProgram.Find(NginxPath is null ? null : ResolveFilePath(NginxPath));

    /// <summary>The program; null when there is none and none was named.</summary>
    protected NginxProgram? TryProgram()
    {
        if (!_searched)
        {
            _searched = true;
            _program = NginxPath is null ? NginxProgram.TryFind() : NginxProgram.Find(ResolveFilePath(NginxPath));
        }

        return _program;
    }

    /// <summary>The nginx that runs with a configuration.</summary>
    /// <param name="path">Main file as typed; null for the one nginx was built with.</param>
    protected NginxServer RequireServer(string? path)
    {
        NginxProgram program = RequireProgram();
        string? configuration = path is null ? null : ResolveFilePath(path);
        return Await(token => NginxServer.CreateAsync(program, configuration, FullPrefix(), token));
    }

    /// <summary>A configuration file: the one given, or the one that nginx was built with.</summary>
    /// <param name="path">As typed; null for the default.</param>
    protected string ResolveConfiguration(string? path)
    {
        if (path is not null)
        {
            return ResolveFilePath(path);
        }

        if (TryProgram() is { } program)
        {
            NginxBuild build = Await(program.GetBuildAsync);
            return NginxPaths.Of(build, null, FullPrefix()).Configuration;
        }

        return File.Exists(CommonConfiguration)
            ? CommonConfiguration
            : throw HaErrors.NginxNotFound($"There is no nginx whose configuration could be read, and nothing at '{CommonConfiguration}'. Name the configuration with -Path, or nginx:");
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
    protected NginxServer? ServerFor(string path)
    {
        if (TryProgram() is not { } program)
        {
            return null;
        }

        NginxServer standard = Await(token => NginxServer.CreateAsync(program, null, FullPrefix(), token));
        string main = standard.Paths.Configuration;
        if (main == path)
        {
            return standard;
        }

        if (File.Exists(path) && ConfigurationFile.Load(path, ParseMode.Tolerant).Directives.Any(directive => directive.HasBlock && directive.Is("events"u8)))
        {
            return Await(token => NginxServer.CreateAsync(program, path, FullPrefix(), token));
        }

        return File.Exists(main) && ConfigurationSet.Load(main, ParseMode.Tolerant).Find(path) is not null ? standard : null;
    }

    private string? FullPrefix() => Prefix is null ? null : ResolveFilePath(Prefix);
}
