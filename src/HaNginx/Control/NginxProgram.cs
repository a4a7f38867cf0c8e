using NginxHa.Nginx.Configuration;
using NginxHa.Platform;

namespace NginxHa.Nginx.Control;

/// <summary>The nginx program.</summary>
public sealed class NginxProgram
{
    private static readonly string[] UnixPlaces =
        ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx", "/usr/local/nginx/sbin/nginx", "/usr/local/openresty/nginx/sbin/nginx", "/opt/homebrew/bin/nginx"];

    private NginxBuild? _build;

    private NginxProgram(string path) => Path = path;

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Finds nginx: in PATH, then where packages put it.</summary>
    /// <param name="path">Where it is; null to search.</param>
    /// <exception cref="NginxException">There is none, or it is not safe to run.</exception>
    public static NginxProgram Find(string? path = null) =>
        TryFind(path) ?? throw new NginxException(
            NginxFailure.NotFound,
            path is null
                ? $"There is no nginx in PATH, nor at {string.Join(", ", UnixPlaces)}."
                : $"There is no nginx at \"{path}\".");

    /// <summary>Finds nginx, or null.</summary>
    /// <param name="path">Where it is; null to search.</param>
    /// <exception cref="NginxException">There is one, but it is not safe to run.</exception>
    public static NginxProgram? TryFind(string? path = null)
    {
        string? found = path is null ? Candidates().FirstOrDefault(File.Exists) : File.Exists(path) ? System.IO.Path.GetFullPath(path) : null;
        if (found is null)
        {
            return null;
        }

        if (ProgramOwnership.WhyUnsafeForRoot(found) is { } why)
        {
            throw new NginxException(NginxFailure.Unsafe, $"\"{found}\" is not run as root: {why}.");
        }

        return new NginxProgram(found);
    }

    /// <summary>What it is, from <c>nginx -V</c>; asked once.</summary>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="NginxException">It does not answer as nginx does.</exception>
    public async Task<NginxBuild> GetBuildAsync(CancellationToken cancellationToken)
    {
        if (_build is { } known)
        {
            return known;
        }

        CommandOutcome output = await RunAsync(new SystemCommand(Path, "-V"), cancellationToken).ConfigureAwait(false);
        try
        {
            return _build = NginxBuild.Parse(output.Error + output.OutputText);
        }
        catch (FormatException e)
        {
            throw new NginxException(NginxFailure.ProgramFailed, $"\"{Path}\" is no nginx: {e.Message}", e);
        }
    }

    /// <summary>Has nginx test a configuration.</summary>
    /// <param name="configurationPath">Main file; null for the one it was built with.</param>
    /// <param name="prefix">Prefix; null for the one it was built with.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    public async Task<NginxTestResult> TestAsync(string? configurationPath, string? prefix, CancellationToken cancellationToken)
    {
        CommandOutcome output = await RunAsync(new SystemCommand(Path, [.. Arguments(configurationPath, prefix), "-t"]), cancellationToken).ConfigureAwait(false);
        return NginxTestResult.Parse(output.ExitCode, output.Error);
    }

    /// <summary>The configuration as nginx reads it, with all includes, from <c>nginx -T</c>.</summary>
    /// <param name="configurationPath">Main file; null for the one it was built with.</param>
    /// <param name="prefix">Prefix; null for the one it was built with.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="NginxException">nginx does not take the configuration.</exception>
    public async Task<ConfigurationSet> DumpAsync(string? configurationPath, string? prefix, CancellationToken cancellationToken)
    {
        CommandOutcome output = await RunAsync(new SystemCommand(Path, [.. Arguments(configurationPath, prefix), "-T"]), cancellationToken).ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            throw Refused(NginxTestResult.Parse(output.ExitCode, output.Error));
        }

        var source = new DumpConfigurationSource(output.OutputBytes.ToArray());
        return ConfigurationSet.Load(source.MainPath, ParseMode.Strict, source);
    }

    /// <summary>The error for a configuration that nginx does not take.</summary>
    /// <param name="result">What nginx said.</param>
    public static NginxException Refused(NginxTestResult result) =>
        new(
            NginxFailure.Refused,
            "nginx does not take the configuration: " + (result.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error)?.ToString() ?? result.Output))
        {
            Diagnostics = result.Diagnostics,
        };

    /// <summary>Runs nginx to its end. Cancelling ends it.</summary>
    /// <exception cref="NginxException">It cannot be started.</exception>
    internal static async Task<CommandOutcome> RunAsync(SystemCommand command, CancellationToken cancellationToken)
    {
        CommandOutcome outcome = await ProcessCommandRunner.Instance.RunAsync(command, null, cancellationToken).ConfigureAwait(false);
        return outcome.Ending == CommandEnding.NotStarted
            ? throw new NginxException(NginxFailure.ProgramFailed, $"\"{command.Program}\" cannot be started: {outcome.LastLines[^1]}")
            : outcome;
    }

    internal static string[] Arguments(string? configurationPath, string? prefix) =>
    [
        .. prefix is null ? Array.Empty<string>() : ["-p", prefix],
        .. configurationPath is null ? Array.Empty<string>() : ["-c", configurationPath],
    ];

    private static IEnumerable<string> Candidates()
    {
        string name = OperatingSystem.IsWindows() ? "nginx.exe" : "nginx";
        string directories = Environment.GetEnvironmentVariable("PATH") ?? string.Empty;
        foreach (string directory in directories.Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            // A relative entry would run whatever lies in the current directory.
            if (System.IO.Path.IsPathFullyQualified(directory))
            {
                yield return System.IO.Path.Combine(directory, name);
            }
        }

        foreach (string place in OperatingSystem.IsWindows() ? [@"C:\nginx\nginx.exe"] : UnixPlaces)
        {
            yield return place;
        }
    }
}
