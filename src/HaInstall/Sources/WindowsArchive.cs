using System.IO.Compression;
using NginxHa.Installation.Downloads;
using NginxHa.Installation.Machine;
using NginxHa.Platform;

namespace NginxHa.Installation.Sources;

/// <summary>nginx's zip for Windows.</summary>
/// <param name="runner">Runs gpg.</param>
/// <param name="files">The machine's files.</param>
/// <param name="downloader">Fetches what is not here.</param>
internal sealed class WindowsArchive(ICommandRunner runner, MachineFiles files, Downloader downloader)
{
    private const string Program = "nginx.exe";

    // nginx does not make these by itself.
    private static readonly string[] NeededFolders = ["logs", "temp"];

    /// <summary>Fetches it where needed, verifies it, and puts its files in their places, all of them or none; a configuration that is there stays.</summary>
    /// <exception cref="InstallationException">It failed; what was there is still there.</exception>
    public async Task InstallAsync(SourceBuild build, Action<string>? line, CancellationToken cancellationToken)
    {
        string work = Directory.CreateTempSubdirectory("nginxha-").FullName;
        try
        {
            (string zip, string? signature) = await new ArchiveFetcher(downloader).FetchAsync(build, SourceCatalogue.WindowsAddress(build.Version), work, line, cancellationToken).ConfigureAwait(false);
            await ArchiveVerifier.VerifyAsync(build, zip, signature, work, runner, cancellationToken).ConfigureAwait(false);
            string source = Unpack(zip, Path.Combine(work, "unpacked"));
            foreach (string folder in NeededFolders)
            {
                Directory.CreateDirectory(Path.Combine(source, folder));
            }

            cancellationToken.ThrowIfCancellationRequested();
            new StagedInstallation(files, source, build.Prefix).Commit(path => IsConfiguration(path[(build.Prefix.Length + 1)..]), _ => null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException(InstallationFailure.FileSystem, $"nginx {build.Version} could not be unpacked to '{build.Prefix}': {exception.Message}", exception);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string Unpack(string zip, string folder)
    {
        string name = Path.GetFileName(zip);
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(zip);

            // The framework refuses such a name, too, but only when the entries before it are on the disk.
            if (archive.Entries.FirstOrDefault(entry => LeadsOut(entry.FullName)) is { } evil)
            {
                throw new InstallationException(InstallationFailure.NotVerified, $"'{name}' has the entry '{evil.FullName}', which leads out of the folder that it is unpacked to.");
            }

            archive.ExtractToDirectory(folder);
        }
        catch (InvalidDataException exception)
        {
            throw new InstallationException(InstallationFailure.NotVerified, $"'{name}' is no zip archive, or a damaged one: {exception.Message}", exception);
        }

        return Directory.GetDirectories(folder).FirstOrDefault(found => File.Exists(Path.Combine(found, Program)))
            ?? throw new InstallationException(InstallationFailure.NotVerified, $"'{name}' holds no folder with {Program}.");
    }

    /// <summary>Whether a name of an entry is absolute or climbs, as the one or the other system reads it.</summary>
    internal static bool LeadsOut(string entry) =>
        entry.StartsWith('/') || entry.StartsWith('\\') || entry.Contains(':', StringComparison.Ordinal) || entry.Split('/', '\\').Contains("..");

    /// <summary>What the administrator edits: it stays when it is there.</summary>
    private static bool IsConfiguration(string relative) => relative.Split('/', '\\')[0] is "conf" or "html";
}
