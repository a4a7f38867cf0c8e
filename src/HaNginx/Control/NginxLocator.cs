using NginxHa.Nginx.Configuration;

namespace NginxHa.Nginx.Control;

/// <summary>Finds the nginx that somebody means: program, configuration, and which one reads a file.</summary>
/// <param name="ProgramPath">The program; null to search in PATH and where packages put it.</param>
/// <param name="Prefix">Its prefix; null for the one it was built with.</param>
public sealed record NginxLocator(string? ProgramPath = null, string? Prefix = null)
{
    private const string CommonConfiguration = "/etc/nginx/nginx.conf";

    private readonly object _gate = new();
    private NginxProgram? _program;

    /// <summary>The program; null when there is none and none was named.</summary>
    /// <exception cref="NginxException">The one that was named is not there, or the one found is not safe to run.</exception>
    public NginxProgram? TryFindProgram()
    {
        lock (_gate)
        {
            // One that was not there may have been installed since; one that is there is kept, with what it said of itself.
            return _program ??= ProgramPath is null ? NginxProgram.TryFind() : NginxProgram.Find(ProgramPath);
        }
    }

    /// <summary>The program.</summary>
    /// <exception cref="NginxException">There is none, or it is not safe to run.</exception>
    public NginxProgram RequireProgram() => TryFindProgram() ?? NginxProgram.Find(ProgramPath);

    /// <summary>The nginx that runs with a configuration.</summary>
    /// <param name="configuration">Absolute path of the main file; null for the one nginx was built with.</param>
    /// <param name="cancellationToken">Ends the asking for the build.</param>
    /// <exception cref="NginxException">There is none, or it is not safe to run.</exception>
    public Task<NginxServer> CreateServerAsync(string? configuration, CancellationToken cancellationToken) =>
        NginxServer.CreateAsync(RequireProgram(), configuration, Prefix, cancellationToken);

    /// <summary>A configuration: the one given, the one that nginx was built with, or the usual one.</summary>
    /// <param name="path">Absolute path; null for the default.</param>
    /// <param name="cancellationToken">Ends the asking for the build.</param>
    /// <exception cref="NginxException">None was given, and there is no nginx to ask.</exception>
    public async Task<string> FindConfigurationAsync(string? path, CancellationToken cancellationToken)
    {
        if (path is not null)
        {
            return path;
        }

        if (TryFindProgram() is { } program)
        {
            return NginxPaths.Of(await program.GetBuildAsync(cancellationToken).ConfigureAwait(false), null, Prefix).Configuration;
        }

        return File.Exists(CommonConfiguration)
            ? CommonConfiguration
            : throw new NginxException(
                NginxFailure.NotFound, $"There is no nginx whose configuration could be read, and nothing at '{CommonConfiguration}'. Name the configuration, or nginx.");
    }

    /// <summary>
    /// The nginx that reads a file, or would read it if it were there: the default one when the file is among what it
    /// reads, or one with the file as its main file when it has an events block. Null when there is no nginx, or the file
    /// belongs to none.
    /// </summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="cancellationToken">Ends the asking for the build.</param>
    public async Task<NginxServer?> FindServerAsync(string path, CancellationToken cancellationToken)
    {
        if (TryFindProgram() is not { } program)
        {
            return null;
        }

        NginxServer standard = await NginxServer.CreateAsync(program, null, Prefix, cancellationToken).ConfigureAwait(false);
        string main = standard.Paths.Configuration;
        if (main == path)
        {
            return standard;
        }

        if (File.Exists(path) && ConfigurationFile.Load(path, ParseMode.Tolerant).Directives.Any(directive => directive.HasBlock && directive.Is("events"u8)))
        {
            return await NginxServer.CreateAsync(program, path, Prefix, cancellationToken).ConfigureAwait(false);
        }

        return File.Exists(main) && ReadsOrWould(ConfigurationSet.Load(main, ParseMode.Tolerant), path) ? standard : null;
    }

    private static bool ReadsOrWould(ConfigurationSet set, string path) =>
        set.Find(path) is not null || (!File.Exists(path) && set.Includes().Any(include => include.Matches(path)));
}
