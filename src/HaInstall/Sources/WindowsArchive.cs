using System.IO.Compression;
using NginxHa.Platform;

namespace NginxHa.Installation.Sources;

/// <summary>nginx's zip for Windows.</summary>
internal static class WindowsArchive
{
    /// <summary>Fetches it where needed, verifies it, and unpacks it; a configuration that is there stays.</summary>
    public static async Task InstallAsync(SourceBuild build, ICommandRunner runner, CancellationToken cancellationToken)
    {
        string work = Directory.CreateTempSubdirectory("nginxha-").FullName;
        try
        {
            string zip = Path.Combine(work, $"nginx-{build.Version}.zip");
            if (build.Archive is null)
            {
                await SourceDownload.FetchAsync(new Uri($"https://nginx.org/download/nginx-{build.Version}.zip"), zip, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                File.Copy(build.Archive, zip);
            }

            await ArchiveVerifier.VerifyAsync(build, zip, null, work, runner, cancellationToken).ConfigureAwait(false);
            string unpacked = Path.Combine(work, "unpacked");
            ZipFile.ExtractToDirectory(zip, unpacked);
            string source = Directory.GetDirectories(unpacked).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "nginx.exe")))
                ?? throw new InstallationException(InstallationFailure.NotVerified, $"'{Path.GetFileName(zip)}' holds no nginx.exe.");
            Copy(source, build.Prefix);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InstallationException(InstallationFailure.FileSystem, $"nginx {build.Version} could not be unpacked to '{build.Prefix}': {exception.Message}", exception);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static void Copy(string source, string destination)
    {
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(source, file);
            string place = Path.Combine(destination, relative);
            bool isConfiguration = relative.StartsWith("conf", StringComparison.OrdinalIgnoreCase) || relative.StartsWith("html", StringComparison.OrdinalIgnoreCase);
            if (!isConfiguration || !File.Exists(place))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                File.Copy(file, place, overwrite: true);
            }
        }

        // nginx does not make these by itself.
        Directory.CreateDirectory(Path.Combine(destination, "logs"));
        Directory.CreateDirectory(Path.Combine(destination, "temp"));
    }
}
