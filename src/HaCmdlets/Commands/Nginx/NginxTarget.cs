using NginxHa.Cmdlets.Errors;
using NginxHa.Nginx.Configuration;
using NginxHa.Nginx.Control;

namespace NginxHa.Cmdlets.Commands.Nginx;

/// <summary>Which nginx is meant, and which nginx reads a file.</summary>
/// <param name="program">Absolute path of the program; null to search for it.</param>
/// <param name="prefix">Absolute path of the prefix; null for that which nginx was built with.</param>
internal sealed class NginxTarget(string? program, string? prefix)
{
    private const string CommonConfiguration = "/etc/nginx/nginx.conf";

    private NginxProgram? _program;
    private bool _searched;

    /// <summary>The program; an error when there is none.</summary>
    public NginxProgram RequireProgram() => TryProgram() ?? NginxProgram.Find(program);

    /// <summary>The program; null when there is none and none was named.</summary>
    public NginxProgram? TryProgram()
    {
        if (!_searched)
        {
            _searched = true;
            _program = program is null ? NginxProgram.TryFind() : NginxProgram.Find(program);
        }

        return _program;
    }

    /// <summary>The nginx that runs with a configuration.</summary>
    /// <param name="configuration">Absolute path of the main file; null for the one nginx was built with.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<NginxServer> ServerAsync(string? configuration, CancellationToken cancellationToken) =>
        NginxServer.CreateAsync(RequireProgram(), configuration, prefix, cancellationToken);

    /// <summary>The configuration that nginx was built with.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string> DefaultConfigurationAsync(CancellationToken cancellationToken)
    {
        if (TryProgram() is { } found)
        {
            NginxBuild build = await found.GetBuildAsync(cancellationToken).ConfigureAwait(false);
            return NginxPaths.Of(build, null, prefix).Configuration;
        }

        return File.Exists(CommonConfiguration)
            ? CommonConfiguration
            : throw HaErrors.NginxNotFound($"There is no nginx whose configuration could be read, and nothing at '{CommonConfiguration}'. Name the configuration with -Path, or nginx:");
    }

    /// <summary>
    /// The nginx that reads a file, or would read it if it were there: the default one when the file is among what it
    /// reads, or one with the file as its main file when it has an events block. Null when there is no nginx, or the file
    /// belongs to none.
    /// </summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<NginxServer?> ServerForAsync(string path, CancellationToken cancellationToken)
    {
        if (TryProgram() is not { } found)
        {
            return null;
        }

        NginxServer standard = await NginxServer.CreateAsync(found, null, prefix, cancellationToken).ConfigureAwait(false);
        string main = standard.Paths.Configuration;
        if (main == path)
        {
            return standard;
        }

        if (File.Exists(path) && ConfigurationFile.Load(path, ParseMode.Tolerant).Directives.Any(directive => directive.HasBlock && directive.Is("events"u8)))
        {
            return await NginxServer.CreateAsync(found, path, prefix, cancellationToken).ConfigureAwait(false);
        }

        return File.Exists(main) && ReadsOrWould(ConfigurationSet.Load(main, ParseMode.Tolerant), path) ? standard : null;
    }

    private static bool ReadsOrWould(ConfigurationSet set, string path) =>
        set.Find(path) is not null || (!File.Exists(path) && set.Includes().Any(include => include.Matches(path)));
}
