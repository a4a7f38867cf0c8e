using System.Net;

namespace NginxHa.Installation.Downloads;

/// <summary>
/// Fetches files over HTTP. A file is there whole or not at all; an attempt that was cut off is gone on with where it ended (RFC 9110,
/// sections 13.1.5 and 14), provided the file is still the same. Whether it is the right file is not decided here.
/// </summary>
/// <param name="rules">What it may cost.</param>
/// <param name="handler">Makes the connections; null for the system's, which follow no redirection from HTTPS to HTTP.</param>
/// <param name="timeProvider">Clock; null for the system's.</param>
internal sealed class Downloader(DownloadRules? rules = null, HttpMessageHandler? handler = null, TimeProvider? timeProvider = null)
{
    private readonly DownloadRules _rules = rules ?? new DownloadRules();
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <summary>Fetches one.</summary>
    /// <param name="address">Where from.</param>
    /// <param name="path">Where to; there must be no such file.</param>
    /// <param name="line">Told about attempts that failed; null for nobody.</param>
    /// <param name="cancellationToken">Ends it; nothing is left.</param>
    /// <exception cref="InstallationException">It cannot be had, takes too long, or is larger than allowed.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task FetchAsync(Uri address, string path, Action<string>? line, CancellationToken cancellationToken)
    {
        string part = path + ".part";
        using var client = new HttpClient(handler ?? new SocketsHttpHandler { MaxAutomaticRedirections = 5 }, disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };
        using var limit = new CancellationTokenSource(_rules.Total, _time);
        try
        {
            var file = new PartialFile(part);
            await using (file.ConfigureAwait(false))
            {
                await FetchAsync(client, address, file, line, limit.Token, cancellationToken).ConfigureAwait(false);
            }

            File.Move(part, path);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Fetches a text of at most 1 MiB.</summary>
    /// <param name="address">Where from.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InstallationException">It cannot be had, takes too long, or is larger than allowed.</exception>
    public async Task<string> FetchTextAsync(Uri address, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("nginxha-").FullName;
        try
        {
            string file = Path.Combine(folder, "text");
            await new Downloader(_rules with { Largest = 1 << 20 }, handler, timeProvider).FetchAsync(address, file, null, cancellationToken).ConfigureAwait(false);
            return await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task FetchAsync(HttpClient client, Uri address, PartialFile file, Action<string>? line, CancellationToken limit, CancellationToken cancellationToken)
    {
        TimeSpan pause = _rules.Pause;
        for (int attempt = 1; ; attempt++)
        {
            Exception failure;
            try
            {
                await TryAsync(client, address, file, limit, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                failure = limit.IsCancellationRequested
                    ? throw TookTooLong(address, exception)
                    : new TimeoutException(FormattableString.Invariant($"Nothing came for {_rules.Silence.TotalSeconds:0.###} s."), exception);
            }
            catch (HttpRequestException exception) when (exception.StatusCode is null || IsPassing(exception.StatusCode.Value))
            {
                failure = exception;
            }
            catch (HttpRequestException exception)
            {
                throw CannotBeHad(address, exception.Message, exception);
            }
            catch (HttpIOException exception)
            {
                failure = exception;
            }

            if (attempt == _rules.Attempts)
            {
                throw CannotBeHad(address, FormattableString.Invariant($"{failure.Message} That was attempt {attempt} of {_rules.Attempts}."), failure);
            }

            line?.Invoke(FormattableString.Invariant($"Attempt {attempt} of {_rules.Attempts} ended after {file.Length} bytes: {failure.Message}"));
            await PauseAsync(address, pause, limit, cancellationToken).ConfigureAwait(false);
            pause *= 2;
        }
    }

    private async Task PauseAsync(Uri address, TimeSpan pause, CancellationToken limit, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit, cancellationToken);
        try
        {
            await Task.Delay(pause, _time, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw TookTooLong(address, exception);
        }
    }

    private async Task TryAsync(HttpClient client, Uri address, PartialFile file, CancellationToken limit, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(_rules.Silence, _time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, limit, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        file.AskForTheRest(request);
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, any.Token).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            file.Forget();
        }

        response.EnsureSuccessStatusCode();
        file.Begin(response);
        if (file.Length + (response.Content.Headers.ContentLength ?? 0) > _rules.Largest)
        {
            throw TooLarge(address);
        }

        Stream from = await response.Content.ReadAsStreamAsync(any.Token).ConfigureAwait(false);
        await using (from.ConfigureAwait(false))
        {
            byte[] piece = new byte[64 * 1024];
            while (await ReadAsync(from, piece, any.Token).ConfigureAwait(false) is > 0 and int count)
            {
                silence.CancelAfter(_rules.Silence);
                if (file.Length + count > _rules.Largest)
                {
                    throw TooLarge(address);
                }

                await file.AddAsync(piece.AsMemory(0, count), any.Token).ConfigureAwait(false);
            }
        }

        file.End();
    }

    /// <summary>Reads, and tells an error of the connection from one of the disk.</summary>
    private static async Task<int> ReadAsync(Stream from, byte[] piece, CancellationToken cancellationToken)
    {
        try
        {
            return await from.ReadAsync(piece, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception) when (exception is not HttpIOException)
        {
            throw new HttpIOException(HttpRequestError.ConnectionError, exception.Message, exception);
        }
    }

    /// <summary>Whether the same request may be answered better soon.</summary>
    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestedRangeNotSatisfiable || (int)status >= 500;

    private InstallationException TooLarge(Uri address) =>
        new(InstallationFailure.NotVerified, $"'{address}' is larger than {_rules.Largest} bytes; that is not what was asked for.");

    private InstallationException TookTooLong(Uri address, Exception cause) =>
        CannotBeHad(address, FormattableString.Invariant($"it took longer than {_rules.Total.TotalSeconds:0.###} s."), cause);

    private static InstallationException CannotBeHad(Uri address, string why, Exception cause) =>
        new(InstallationFailure.NotFound, $"'{address}' cannot be downloaded: {why}", cause);
}
