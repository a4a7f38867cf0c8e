using NginxHa.Installation.Downloads;

namespace NginxHa.Installation.Sources;

/// <summary>Brings an archive, and a signature where there has to be one, into a private folder.</summary>
/// <param name="downloader">Fetches what is not here.</param>
internal sealed class ArchiveFetcher(Downloader downloader)
{
    private static readonly string[] SignatureExtensions = [".asc", ".sig"];

    /// <summary>Downloads an archive with its signature, or copies those that are here.</summary>
    /// <param name="build">What it is for.</param>
    /// <param name="address">Where it is published.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="line">Told what happens; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Paths in the folder; the signature's is null when there is none.</returns>
    public async Task<(string Archive, string? Signature)> FetchAsync(SourceBuild build, Uri address, string folder, Action<string>? line, CancellationToken cancellationToken)
    {
        if (build.Archive is not null)
        {
            return CopyHere(build.Archive, folder);
        }

        string file = Path.Combine(folder, Path.GetFileName(address.LocalPath));
        await DownloadAsync(address, file, line, cancellationToken).ConfigureAwait(false);
        if (build.SignatureKeyPath is null)
        {
            return (file, null);
        }

        await DownloadAsync(new Uri(address + ".asc"), file + ".asc", line, cancellationToken).ConfigureAwait(false);
        return (file, file + ".asc");
    }

    // A copy: whoever can write the original cannot change what was verified.
    private static (string Archive, string? Signature) CopyHere(string archive, string folder)
    {
        if (!File.Exists(archive))
        {
            throw new InstallationException(InstallationFailure.NotFound, $"There is no archive '{archive}'.");
        }

        string copy = Path.Combine(folder, Path.GetFileName(archive));
        File.Copy(archive, copy);
        string? signature = SignatureExtensions.Select(extension => archive + extension).FirstOrDefault(File.Exists);
        if (signature is null)
        {
            return (copy, null);
        }

        string signatureCopy = Path.Combine(folder, Path.GetFileName(signature));
        File.Copy(signature, signatureCopy);
        return (copy, signatureCopy);
    }

    private async Task DownloadAsync(Uri address, string file, Action<string>? line, CancellationToken cancellationToken)
    {
        line?.Invoke($"Downloading {address}");
        try
        {
            await downloader.FetchAsync(address, file, line, cancellationToken).ConfigureAwait(false);
        }
        catch (InstallationException exception) when (exception.Failure == InstallationFailure.NotFound)
        {
            throw new InstallationException(exception.Failure, $"{exception.Message} Fetch it elsewhere and give it with -SourcePath.", exception);
        }
    }
}
