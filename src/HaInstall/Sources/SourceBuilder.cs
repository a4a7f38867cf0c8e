using System.Text.RegularExpressions;
using NginxHa.Installation.Downloads;
using NginxHa.Installation.Machine;
using NginxHa.Installation.Records;
using NginxHa.Platform;

namespace NginxHa.Installation.Sources;

/// <summary>
/// Builds a component from source and installs it. Until the last step everything happens in a private folder; a failure leaves what was
/// installed before untouched.
/// </summary>
/// <param name="runner">Runs the commands.</param>
/// <param name="files">The machine's files.</param>
public sealed partial class SourceBuilder(ICommandRunner runner, MachineFiles files)
{
    /// <summary>Fetches archives.</summary>
    internal Downloader Downloader { get; init; } = new();

    /// <summary>Builds and installs.</summary>
    /// <param name="build">What.</param>
    /// <param name="line">Called for each line that a command prints, on any thread.</param>
    /// <param name="cancellationToken">Ends it; nothing is installed then.</param>
    /// <returns>The record of the installation, already kept.</returns>
    /// <exception cref="InstallationException">It failed; the message names the command and its last lines.</exception>
    public async Task<InstallationRecord> BuildAsync(SourceBuild build, Action<string>? line, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        string? work = null;
        try
        {
            // Only this user can enter it: nobody else can change what is built and run here.
            work = Path.Combine(build.WorkFolder ?? Path.GetTempPath(), $"nginxha-{Path.GetRandomFileName()}");
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(work);
            }
            else
            {
                Directory.CreateDirectory(work, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            return await BuildInAsync(build, work, line, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException(InstallationFailure.FileSystem, $"{SourceCatalogue.Name(build.Component)} {build.Version} could not be built: {exception.Message}", exception);
        }
        finally
        {
            if (work is not null && Directory.Exists(work))
            {
                Directory.Delete(work, recursive: true);
            }
        }
    }

    private async Task<InstallationRecord> BuildInAsync(SourceBuild build, string work, Action<string>? line, CancellationToken cancellationToken)
    {
        (string archive, string? signature) = await new ArchiveFetcher(Downloader).FetchAsync(build, SourceCatalogue.Address(build.Component, build.Version), work, line, cancellationToken).ConfigureAwait(false);
        string sum = await ArchiveVerifier.VerifyAsync(build, archive, signature, work, runner, cancellationToken).ConfigureAwait(false);
        string unpacked = Directory.CreateDirectory(Path.Combine(work, "source")).FullName;
        await RunAsync(BuildCommands.Unpack(archive, unpacked), line, cancellationToken).ConfigureAwait(false);
        string source = Directory.GetDirectories(unpacked).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "configure")))
            ?? throw new InstallationException(InstallationFailure.NotVerified, $"'{Path.GetFileName(archive)}' holds no folder with a configure script; it has to be a release archive.");
        string compilerFile = Path.Combine(source, DebugSymbols.CompilerFile);
        if (build.Component == Component.Nginx && File.Exists(compilerFile))
        {
            await File.WriteAllTextAsync(compilerFile, DebugSymbols.Remove(await File.ReadAllTextAsync(compilerFile, cancellationToken).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
        }

        await ConfigureAsync(build, source, line, cancellationToken).ConfigureAwait(false);
        await RunAsync(BuildCommands.Make(build, source), line, cancellationToken).ConfigureAwait(false);
        string stage = Directory.CreateDirectory(Path.Combine(work, "stage")).FullName;
        await RunAsync(BuildCommands.Stage(source, stage), line, cancellationToken).ConfigureAwait(false);
        await RunAsync(BuildCommands.ShowVersion(build.Component, stage + build.Program), null, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return Install(build, stage, sum);
    }

    private async Task ConfigureAsync(SourceBuild build, string source, Action<string>? line, CancellationToken cancellationToken)
    {
        CommandOutcome outcome = await RunAsync(BuildCommands.Configure(build, source), line, cancellationToken).ConfigureAwait(false);
        if (build.Component == Component.Keepalived
            && outcome.Output.Any(text => NoLibnl().IsMatch(text))
            && !build.ConfigureArguments.Any(argument => argument is "--disable-libnl" or "--disable-lvs"))
        {
            throw new InstallationException(
                InstallationFailure.NotFound, "keepalived's configure does not find libnl, without which it has no IPVS for IPv6; install its development files, or say -ConfigureArgument --disable-libnl.");
        }
    }

    private InstallationRecord Install(SourceBuild build, string stage, string sum)
    {
        InstallationRecord? earlier = InstallationRecords.Read(files, build.Component);
        var staged = new StagedInstallation(files, stage);
        IReadOnlyDictionary<string, string> installed = staged.Commit(
            path => IsConfiguration(build, path),
            path => build.Component == Component.Keepalived && path == build.ConfigurationPath ? path + ".sample" : null);
        var record = new InstallationRecord
        {
            Component = build.Component,
            Version = build.Version,
            Prefix = build.Prefix,
            Program = build.Program,
            ConfigurationPath = build.ConfigurationPath,
            PidPath = build.PidPath,
            ConfigureArguments = BuildCommands.ConfigureArguments(build),
            SourceSha256 = sum,

            // What an earlier build put there and this one kept is still ours to remove.
            Files = earlier is null ? installed : Merge(earlier, installed),
            Folders = [.. staged.MadeFolders.Union(earlier?.Folders ?? []).Order(StringComparer.Ordinal)],
        };
        InstallationRecords.Write(files, record);
        return record;
    }

    private static SortedDictionary<string, string> Merge(InstallationRecord earlier, IReadOnlyDictionary<string, string> installed)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string path, string sum) in earlier.Files.Concat(installed))
        {
            all[path] = sum;
        }

        return all;
    }

    /// <summary>What the administrator edits: it stays when it is there.</summary>
    private static bool IsConfiguration(SourceBuild build, string path) => build.Component == Component.Nginx
        ? (path.StartsWith($"{build.Prefix}/conf/", StringComparison.Ordinal) && !path.EndsWith(".default", StringComparison.Ordinal))
            || path.StartsWith($"{build.Prefix}/html/", StringComparison.Ordinal)
            || path == build.ConfigurationPath
        : path.StartsWith($"{build.SystemConfigurationFolder}/sysconfig/", StringComparison.Ordinal);

    private async Task<CommandOutcome> RunAsync(SystemCommand command, Action<string>? line, CancellationToken cancellationToken)
    {
        CommandOutcome outcome = await runner.RunAsync(command, line, cancellationToken).ConfigureAwait(false);
        return outcome.Succeeded ? outcome : throw InstallationException.For(command, outcome);
    }

    // "IPVS use libnl : No" since 2.0, "Use IPVS with libnl : No" before.
    [GeneratedRegex(@"^\s*(IPVS use libnl|Use IPVS with libnl)\s*:\s*No\s*$")]
    private static partial Regex NoLibnl();
}
