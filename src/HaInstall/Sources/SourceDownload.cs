namespace NginxHa.Installation.Sources;

/// <summary>Fetches a file over HTTPS.</summary>
internal static class SourceDownload
{
    private const long Largest = 128L * 1024 * 1024;
    private const int BufferSize = 64 * 1024;

    /// <summary>Fetches one.</summary>
    /// <exception cref="InstallationException">It cannot be had, or is larger than 128 MiB.</exception>
    public static async Task FetchAsync(Uri address, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new HttpClient();
            using HttpResponseMessage response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            Stream from = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (from.ConfigureAwait(false))
            {
                var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
                await using (to.ConfigureAwait(false))
                {
                    await CopyAsync(from, to, address, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (HttpRequestException exception)
        {
            throw new InstallationException(
                InstallationFailure.NotFound, $"'{address}' cannot be downloaded: {exception.Message} Fetch it elsewhere and give it with -SourcePath.", exception);
        }
    }

    private static async Task CopyAsync(Stream from, Stream to, Uri address, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        long total = 0;
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            total += read;
            if (total > Largest)
            {
                throw new InstallationException(InstallationFailure.NotVerified, $"'{address}' is larger than {Largest} bytes; that is not what was asked for.");
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
    }
}
